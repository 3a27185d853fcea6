package io.slidestream.standalone.pipeline;

import io.slidestream.contracts.MapUpdated;
import io.slidestream.contracts.SlideStateChanged;
import org.jspecify.annotations.Nullable;

/**
 * A slide as people ask for it.
 *
 * @param map the ledger of its map, once the aggregator has one of this attempt
 */
public record SlideStatus(SlideStateChanged taken, @Nullable MapUpdated map) {
    public String name() {
        return taken.slide().name();
    }

    /** {@code 40/112}, {@code 112}, {@code 112, 3 unread}; empty where no tiles are known. */
    public String tiles() {
        if (map == null || map.expectedTiles() == 0) {
            return "";
        }
        return switch (map.state()) {
            case OPEN -> map.scoredTiles() + map.rejectedTiles() + "/" + map.expectedTiles();
            case MAPPED, REJECTED ->
                map.expectedTiles() + (map.rejectedTiles() == 0 ? "" : ", " + map.rejectedTiles() + " unread");
        };
    }
}

package io.slidestream.aggregator.ledger;

import io.slidestream.contracts.MapUpdated;
import io.slidestream.contracts.SlideEvent;
import io.slidestream.contracts.SlideRejected;
import io.slidestream.contracts.SlideTiled;
import java.net.URI;
import java.util.Locale;
import java.util.Objects;

/** Messages about a map on topic tumor-maps. */
final class Words {
    private Words() {}

    static MapUpdated open(SlideTiled manifest, Ledger ledger) {
        return new MapUpdated(
                manifest.mapId(),
                manifest.attempt(),
                manifest.slide(),
                MapUpdated.State.OPEN,
                manifest.expectedTiles(),
                ledger.scored,
                ledger.rejectedTiles(),
                null,
                null,
                null);
    }

    static MapUpdated written(SlideEvent event, Ledger ledger, URI results) {
        if (event instanceof SlideRejected rejected) {
            return new MapUpdated(
                    rejected.mapId(),
                    rejected.attempt(),
                    rejected.slide(),
                    MapUpdated.State.REJECTED,
                    0,
                    0,
                    0,
                    results.toString(),
                    rejected.reason(),
                    rejected.message());
        }
        return new MapUpdated(
                event.mapId(),
                event.attempt(),
                event.slide(),
                MapUpdated.State.MAPPED,
                ledger.expectedTiles(),
                ledger.scored,
                ledger.rejectedTiles(),
                results.toString(),
                null,
                null);
    }

    static MapUpdated last(Ledger written) {
        return Objects.requireNonNull(written.last, "a written map has a final word");
    }

    /** Name of the state in metrics and logs. */
    static String state(MapUpdated update) {
        return update.state().name().toLowerCase(Locale.ROOT);
    }
}

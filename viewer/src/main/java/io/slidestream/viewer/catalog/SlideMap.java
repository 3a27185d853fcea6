package io.slidestream.viewer.catalog;

import io.slidestream.contracts.MapId;
import io.slidestream.contracts.Model;
import io.slidestream.contracts.SlideVersion;
import io.slidestream.contracts.TileGrid;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One map as it stands now.
 *
 * @param ledger null until the slide is tiled
 * @param shape null for a slide that was not tiled
 * @param rejection null unless it was rejected or called off
 * @param endedAtMillis when it was mapped or rejected; 0 while it is open
 * @param areasMm2 by class in the model's order; empty where there is no shape
 * @param folder with the results, null while there is none
 */
public record SlideMap(
        MapId id,
        int attempt,
        SlideVersion slide,
        MapState state,
        long seenAtMillis,
        long endedAtMillis,
        @Nullable Tally ledger,
        @Nullable Shape shape,
        @Nullable Rejection rejection,
        List<Double> areasMm2,
        @Nullable Path folder) {
    /**
     * Counts of tiles expected and received.
     *
     * @param tilesPerSecond of late; 0 where nothing moves
     */
    public record Tally(long expected, long scored, long rejected, double tilesPerSecond) {
        public long left() {
            return Math.max(0, expected - scored - rejected);
        }
    }

    /** Grid and model of the map. */
    public record Shape(TileGrid grid, Model model, String vendor) {}

    /** @param reason label of the {@link io.slidestream.contracts.RejectionReason} */
    public record Rejection(String reason, String message) {}

    public SlideMap {
        areasMm2 = List.copyOf(areasMm2);
    }

    public boolean isOpen() {
        return state == MapState.WAITING || state == MapState.MAPPING;
    }

    /** The area of one class, or of none of its name: NaN. */
    public double areaMm2(String className) {
        Shape known = shape;
        int index = known == null ? -1 : known.model().classNames().indexOf(className);
        return index < 0 || index >= areasMm2.size() ? Double.NaN : areasMm2.get(index);
    }
}

package io.slidestream.catalog.maps;

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
 * @param content null for a slide that was not tiled
 * @param ending null while the map is open
 * @param heldUp why a slide that was seen cannot be tiled yet; null where nothing holds it up
 */
public record SlideMap(
        MapId id,
        int attempt,
        SlideVersion slide,
        MapState state,
        long seenAtMillis,
        @Nullable Content content,
        @Nullable Ending ending,
        @Nullable String heldUp) {
    /** Of a slide that nothing holds up. */
    public SlideMap(
            MapId id,
            int attempt,
            SlideVersion slide,
            MapState state,
            long seenAtMillis,
            @Nullable Content content,
            @Nullable Ending ending) {
        this(id, attempt, slide, state, seenAtMillis, content, ending, null);
    }

    /**
     * What a slide that was tiled has on its map.
     *
     * @param areasMm2 by class in the model's order
     * @param unsureShare of the tissue; null where it is not known
     */
    public record Content(
            Tally ledger,
            Shape shape,
            List<Double> areasMm2,
            @Nullable Double unsureShare) {
        /** Of which it is not known how sure the model is. */
        public Content(Tally ledger, Shape shape, List<Double> areasMm2) {
            this(ledger, shape, areasMm2, null);
        }

        public Content {
            areasMm2 = List.copyOf(areasMm2);
        }
    }

    /**
     * How a map ended.
     *
     * @param atMillis when it was mapped or rejected
     * @param rejection null unless it was rejected or called off
     * @param folder with the results; null where there is none
     */
    public record Ending(
            long atMillis,
            @Nullable Rejection rejection,
            @Nullable Path folder) {}

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

    /** The same, said of another attempt. */
    public SlideMap ofAttempt(int other) {
        return new SlideMap(id, other, slide, state, seenAtMillis, content, ending, heldUp);
    }

    /** Counts of tiles; null until the slide is tiled. */
    public @Nullable Tally ledger() {
        return content == null ? null : content.ledger();
    }

    /** Grid and model; null until the slide is tiled. */
    public @Nullable Shape shape() {
        return content == null ? null : content.shape();
    }

    /** Areas by class in the model's order; none until the slide is tiled. */
    public List<Double> areasMm2() {
        return content == null ? List.of() : content.areasMm2();
    }

    /** Share of the tissue of which the model is unsure; null where it is not known. */
    public @Nullable Double unsureShare() {
        return content == null ? null : content.unsureShare();
    }

    /** Why there is no map; null unless it was rejected or called off. */
    public @Nullable Rejection rejection() {
        return ending == null ? null : ending.rejection();
    }

    /** The folder with the results; null while there is none. */
    public @Nullable Path folder() {
        return ending == null ? null : ending.folder();
    }

    public boolean isOpen() {
        return state == MapState.WAITING || state == MapState.MAPPING;
    }

    /** The area of one class, or of none of its name: NaN. */
    public double areaMm2(String className) {
        Shape known = shape();
        int index = known == null ? -1 : known.model().classNames().indexOf(className);
        return index < 0 || index >= areasMm2().size() ? Double.NaN : areasMm2().get(index);
    }
}

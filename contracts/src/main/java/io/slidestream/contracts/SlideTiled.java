package io.slidestream.contracts;

import java.util.List;

/**
 * The manifest of a map, published once every block of the slide is in the log.
 *
 * @param expectedTiles what the ledger must balance to, at least 1
 * @param vendor the scanner format's vendor as OpenSlide names it
 * @param notes what a reader of the map must know, in sentences
 */
public record SlideTiled(
        MapId mapId,
        int attempt,
        SlideVersion slide,
        TileGrid grid,
        Model model,
        long expectedTiles,
        String vendor,
        long seenAtMillis,
        long openNanos,
        long tissueNanos,
        long publishNanos,
        List<String> notes)
        implements SlideEvent {
    public SlideTiled {
        Checks.attempt(attempt);
        Checks.inRange("expectedTiles", expectedTiles, 1, grid.cells());
        Checks.inRange("length of vendor", vendor.length(), 0, Limits.NAME);
        Checks.millis("seenAtMillis", seenAtMillis);
        Checks.nanos("openNanos", openNanos);
        Checks.nanos("tissueNanos", tissueNanos);
        Checks.nanos("publishNanos", publishNanos);
        Checks.inRange("number of notes", notes.size(), 0, Limits.NOTES);
        notes = notes.stream().map(Checks::cut).toList();
    }

    /** The manifest of a map of which there is nothing to note. */
    public SlideTiled(
            MapId mapId,
            int attempt,
            SlideVersion slide,
            TileGrid grid,
            Model model,
            long expectedTiles,
            String vendor,
            long seenAtMillis,
            long openNanos,
            long tissueNanos,
            long publishNanos) {
        this(
                mapId,
                attempt,
                slide,
                grid,
                model,
                expectedTiles,
                vendor,
                seenAtMillis,
                openNanos,
                tissueNanos,
                publishNanos,
                List.of());
    }

    /** The same manifest, holding another copy of its model. */
    public SlideTiled withModel(Model copy) {
        return new SlideTiled(
                mapId,
                attempt,
                slide,
                grid,
                copy,
                expectedTiles,
                vendor,
                seenAtMillis,
                openNanos,
                tissueNanos,
                publishNanos,
                notes);
    }
}

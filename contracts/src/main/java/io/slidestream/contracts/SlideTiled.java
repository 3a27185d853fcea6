package io.slidestream.contracts;

import java.util.List;

/**
 * The manifest of a map. That of a slide whose blocks wait for their turn is published before them, and again as they are:
 * who sees it may count on every block up to the next one, and on the tiler for the others.
 *
 * @param expectedTiles what the ledger must balance to, at least 1
 * @param vendor the scanner format's vendor as OpenSlide names it
 * @param notes what a reader of the map must know, in sentences
 * @param nextBlock index of the first block that may not be in the log yet; as many as the grid has once all are
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
        List<String> notes,
        int nextBlock)
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
        Checks.inRange("nextBlock", nextBlock, 0, grid.blocks());
    }

    /** The manifest of a map whose blocks are all in the log. */
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
            long publishNanos,
            List<String> notes) {
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
                notes,
                grid.blocks());
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
                notes,
                nextBlock);
    }

    /** The same manifest, when every block before this one is in the log. */
    public SlideTiled withNextBlock(int index) {
        return new SlideTiled(
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
                notes,
                index);
    }

    /** Whether every block is in the log. */
    public boolean isPublished() {
        return nextBlock == grid.blocks();
    }
}

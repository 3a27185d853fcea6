package io.slidestream.contracts;

import java.util.List;

/**
 * The manifest of a map. That of a slide whose blocks wait for their turn is published before them, and again as they are:
 * who sees it may count on every block up to the next one, and on the tiler for the others.
 *
 * @param expectedTiles what the ledger must balance to, at least 1
 * @param vendor the scanner format's vendor as OpenSlide names it
 * @param facts what the map's files tell of the slide
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
        SlideFacts facts,
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
            SlideFacts facts) {
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
                facts,
                grid.blocks());
    }

    /** The manifest of a map of which there is nothing to tell. */
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
                SlideFacts.NONE);
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
                facts,
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
                facts,
                index);
    }

    /** The same manifest, when all of its blocks were put into the log in that time. */
    public SlideTiled published(long nanos) {
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
                nanos,
                facts,
                grid.blocks());
    }

    /** The same manifest, telling this of the slide. */
    public SlideTiled withFacts(SlideFacts told) {
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
                told,
                nextBlock);
    }

    /** Sentences that a reader of the map must know. */
    public List<String> notes() {
        return facts.notes();
    }

    /** Whether every block is in the log. */
    public boolean isPublished() {
        return nextBlock == grid.blocks();
    }
}

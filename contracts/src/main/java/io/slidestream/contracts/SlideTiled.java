package io.slidestream.contracts;

/**
 * The manifest of a map, published once every block of the slide is in the log.
 *
 * @param expectedTiles what the ledger must balance to, at least 1
 * @param vendor the scanner format's vendor as OpenSlide names it
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
        long publishNanos)
        implements SlideEvent {
    public SlideTiled {
        Checks.inRange("attempt", attempt, 1, Integer.MAX_VALUE);
        Checks.inRange("expectedTiles", expectedTiles, 1, (long) grid.columns() * grid.rows());
    }
}

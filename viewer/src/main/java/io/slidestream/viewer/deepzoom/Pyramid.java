package io.slidestream.viewer.deepzoom;

import io.slidestream.contracts.Level0Region;
import java.util.Optional;

/**
 * The DeepZoom pyramid of a slide: level 0 is one pixel, each next level doubles it, the last is the slide itself.
 *
 * @param widthPx of the slide
 * @param heightPx of the slide
 */
record Pyramid(long widthPx, long heightPx) {
    static final int TILE_PX = 254;
    static final int OVERLAP_PX = 1;

    /**
     * Content of a tile.
     *
     * @param region of the slide
     * @param widthPx of the tile
     * @param heightPx of the tile
     */
    record Tile(Level0Region region, int widthPx, int heightPx, double downsample) {}

    int topLevel() {
        long side = Math.max(widthPx, heightPx);
        return side <= 1 ? 0 : 64 - Long.numberOfLeadingZeros(side - 1);
    }

    /** Empty if the pyramid has no such tile. */
    Optional<Tile> tile(int level, int column, int row) {
        if (level < 0 || level > topLevel() || column < 0 || row < 0) {
            return Optional.empty();
        }
        long downsample = 1L << (topLevel() - level);
        Span x = span(column, widthPx, downsample);
        Span y = span(row, heightPx, downsample);
        if (x.length() <= 0 || y.length() <= 0) {
            return Optional.empty();
        }
        long left = x.from() * downsample;
        long top = y.from() * downsample;
        Level0Region region = new Level0Region(left, top, (int) (Math.min(widthPx, x.to() * downsample) - left), (int)
                (Math.min(heightPx, y.to() * downsample) - top));
        return Optional.of(new Tile(region, x.length(), y.length(), downsample));
    }

    String dzi() {
        return "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
                + "<Image xmlns=\"http://schemas.microsoft.com/deepzoom/2008\" Format=\"jpeg\" Overlap=\"" + OVERLAP_PX
                + "\" TileSize=\"" + TILE_PX + "\">\n  <Size Width=\"" + widthPx + "\" Height=\"" + heightPx
                + "\"/>\n</Image>\n";
    }

    /** A tile's pixels along one side of its level, with its neighbours' next to them. */
    private record Span(long from, long to) {
        int length() {
            return (int) (to - from);
        }
    }

    private static Span span(int index, long slidePx, long downsample) {
        long levelPx = (slidePx + downsample - 1) / downsample;
        long from = (long) index * TILE_PX;
        if (from >= levelPx) {
            return new Span(0, 0);
        }
        return new Span(Math.max(0, from - OVERLAP_PX), Math.min(levelPx, from + TILE_PX + OVERLAP_PX));
    }
}

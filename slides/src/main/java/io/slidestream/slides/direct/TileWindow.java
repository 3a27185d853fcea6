package io.slidestream.slides.direct;

import java.util.ArrayList;
import java.util.List;

/**
 * The part of one tile that a rectangle shows, all in pixels of one grid.
 *
 * @param tile its place in the level, row by row
 * @param inTileX where the part begins in the tile
 * @param x where it begins in the rectangle
 */
record TileWindow(int tile, int inTileX, int inTileY, int x, int y, int widthPx, int heightPx) {
    /** Takes the windows of a rectangle, row by row. */
    @FunctionalInterface
    interface Visitor<E extends Exception, F extends Exception> {
        void visit(TileWindow window) throws E, F;
    }

    /**
     * Visits what lies inside the level.
     *
     * @param reduction the sides of the level's tiles are divided by it to make the grid
     */
    static <E extends Exception, F extends Exception> void visit(
            CodedLevel level, int reduction, long x, long y, int widthPx, int heightPx, Visitor<E, F> visitor)
            throws E, F {
        int tileWidth = level.tileWidthPx() / reduction;
        int tileHeight = level.tileHeightPx() / reduction;
        long right = Math.min(x + widthPx, (level.widthPx() + reduction - 1) / reduction);
        long bottom = Math.min(y + heightPx, (level.heightPx() + reduction - 1) / reduction);
        for (long row = y / tileHeight; row * tileHeight < bottom; row++) {
            long top = Math.max(y, row * tileHeight);
            int rows = (int) (Math.min(bottom, (row + 1) * tileHeight) - top);
            for (long column = x / tileWidth; column * tileWidth < right; column++) {
                long left = Math.max(x, column * tileWidth);
                visitor.visit(new TileWindow(
                        (int) (row * level.columns() + column),
                        (int) (left - column * tileWidth),
                        (int) (top - row * tileHeight),
                        (int) (left - x),
                        (int) (top - y),
                        (int) (Math.min(right, (column + 1) * tileWidth) - left),
                        rows));
            }
        }
    }

    /** The tiles of which the rectangle shows something. */
    static List<Integer> tiles(CodedLevel level, long x, long y, int widthPx, int heightPx) {
        List<Integer> tiles = new ArrayList<>();
        TileWindow.<RuntimeException, RuntimeException>visit(
                level, 1, x, y, widthPx, heightPx, window -> tiles.add(window.tile()));
        return tiles;
    }
}

package io.slidestream.synthetic;

/** One row of tiles of a reduced level, put together from quarter-size copies of the level below. */
final class LevelStrip {
    private final int tilePx;
    private final int widthPx;
    private final int[] rgb;

    LevelStrip(int columns, int tilePx) {
        this.tilePx = tilePx;
        widthPx = Math.multiplyExact(columns, tilePx);
        rgb = new int[Math.multiplyExact(widthPx, tilePx)];
    }

    /** Places the copy of a tile below. Threads may place different tiles at the same time. */
    void place(int columnBelow, int rowBelow, int[] tileBelow) {
        int quarterPx = tilePx / Mosaic.STEP;
        int[] quarter = Shrink.boxes(tileBelow, tilePx, Mosaic.STEP);
        int corner = rowBelow % Mosaic.STEP * quarterPx * widthPx + columnBelow * quarterPx;
        for (int y = 0; y < quarterPx; y++) {
            System.arraycopy(quarter, y * quarterPx, rgb, corner + y * widthPx, quarterPx);
        }
    }

    void tile(int column, int[] tile) {
        for (int y = 0; y < tilePx; y++) {
            System.arraycopy(rgb, y * widthPx + column * tilePx, tile, y * tilePx, tilePx);
        }
    }
}

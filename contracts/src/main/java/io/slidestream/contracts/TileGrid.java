package io.slidestream.contracts;

/**
 * The tile grid of a slide, in level-0 pixels. Tiles of the last column and row are shifted inside the slide, so every
 * tile is whole; a cell's own area is clipped instead, so that areas add up to the slide's.
 *
 * @param mpp microns per level-0 pixel
 * @param tileSizePx side of a tile in level-0 pixels, at most the slide's shorter side
 * @param stridePx distance between tile origins, 1..tileSizePx
 */
public record TileGrid(long slideWidthPx, long slideHeightPx, double mpp, int tileSizePx, int stridePx) {
    /** Tiles along one side of a block. */
    public static final int BLOCK_SIDE = 8;

    /**
     * Most cells of a grid. Services hold a few bytes for each, tissue or not: a glass of 75 x 50 mm at 40x, tiles
     * overlapping by four fifths.
     */
    public static final int MAX_CELLS = 1 << 24;

    public TileGrid {
        Checks.inRange("slideWidthPx", slideWidthPx, 1, Integer.MAX_VALUE);
        Checks.inRange("slideHeightPx", slideHeightPx, 1, Integer.MAX_VALUE);
        PlausibleMpp.check("mpp", mpp);
        Checks.inRange("tileSizePx", tileSizePx, 1, Math.min(slideWidthPx, slideHeightPx));
        if (stridePx < 1 || stridePx > tileSizePx) {
            throw new IllegalArgumentException("stridePx must be in 1..tileSizePx=" + tileSizePx + ", was " + stridePx);
        }
        Checks.inRange("cells", cells(slideWidthPx, slideHeightPx, tileSizePx, stridePx), 1, MAX_CELLS);
    }

    /** The cells of a grid before there is one, to hold against {@link #MAX_CELLS}. */
    public static long cells(long slideWidthPx, long slideHeightPx, int tileSizePx, int stridePx) {
        return (long) cellsAlong(slideWidthPx, tileSizePx, stridePx) * cellsAlong(slideHeightPx, tileSizePx, stridePx);
    }

    public int cells() {
        return columns() * rows();
    }

    public int columns() {
        return cellsAlong(slideWidthPx, tileSizePx, stridePx);
    }

    public int rows() {
        return cellsAlong(slideHeightPx, tileSizePx, stridePx);
    }

    public int blockColumns() {
        return blocksAlong(slideWidthPx, tileSizePx, stridePx);
    }

    public int blockRows() {
        return blocksAlong(slideHeightPx, tileSizePx, stridePx);
    }

    public int blocks() {
        return blockColumns() * blockRows();
    }

    /** The tile's pixels; always inside the slide. */
    public Level0Region region(Cell cell) {
        check(cell);
        return new Level0Region(
                Math.min((long) cell.column() * stridePx, slideWidthPx - tileSizePx),
                Math.min((long) cell.row() * stridePx, slideHeightPx - tileSizePx),
                tileSizePx,
                tileSizePx);
    }

    /** The area that this cell alone stands for: its stride square, the last column and row up to the slide's edge. */
    public double cellAreaMm2(Cell cell) {
        check(cell);
        double widthPx = share(cell.column(), columns(), slideWidthPx);
        double heightPx = share(cell.row(), rows(), slideHeightPx);
        return widthPx * heightPx * mpp * mpp / 1e6;
    }

    private double share(int index, int count, long lengthPx) {
        return index < count - 1 ? stridePx : lengthPx - (long) index * stridePx;
    }

    /** The cell at bit {@code 8*y+x} of a block; its coordinates may lie outside the grid. */
    Cell cellOf(int blockIndex, int bit) {
        int column = blockIndex % blockColumns() * BLOCK_SIDE + bit % BLOCK_SIDE;
        int row = blockIndex / blockColumns() * BLOCK_SIDE + bit / BLOCK_SIDE;
        return new Cell(column, row);
    }

    boolean contains(Cell cell) {
        return cell.column() < columns() && cell.row() < rows();
    }

    private void check(Cell cell) {
        if (!contains(cell)) {
            throw new IllegalArgumentException(cell + " lies outside the grid of " + columns() + "x" + rows());
        }
    }

    private static int cellsAlong(long lengthPx, int tileSizePx, int stridePx) {
        return (int) ((lengthPx - tileSizePx + stridePx - 1) / stridePx) + 1;
    }

    private static int blocksAlong(long lengthPx, int tileSizePx, int stridePx) {
        return (cellsAlong(lengthPx, tileSizePx, stridePx) - 1) / BLOCK_SIDE + 1;
    }
}

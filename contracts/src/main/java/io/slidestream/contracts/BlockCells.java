package io.slidestream.contracts;

import java.util.ArrayList;
import java.util.List;

/** The cells that a block refers to, in row order. */
public final class BlockCells {
    private BlockCells() {}

    /** The cells of the set bits, in row order; a bit outside the grid is an error. */
    public static List<Cell> of(TileGrid grid, int blockIndex, long tiles) {
        Checks.inRange("blockIndex", blockIndex, 0, grid.blocks() - 1L);
        List<Cell> cells = new ArrayList<>(Long.bitCount(tiles));
        for (long rest = tiles; rest != 0; rest &= rest - 1) {
            Cell cell = grid.cellOf(blockIndex, Long.numberOfTrailingZeros(rest));
            if (!grid.contains(cell)) {
                throw new IllegalArgumentException("block " + blockIndex + " names " + cell + " outside the grid of "
                        + grid.columns() + "x" + grid.rows());
            }
            cells.add(cell);
        }
        return cells;
    }
}

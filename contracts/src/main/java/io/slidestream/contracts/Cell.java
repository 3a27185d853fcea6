package io.slidestream.contracts;

/** One tile's place in the grid. */
public record Cell(int column, int row) {
    public Cell {
        Checks.inRange("column", column, 0, Integer.MAX_VALUE);
        Checks.inRange("row", row, 0, Integer.MAX_VALUE);
    }
}

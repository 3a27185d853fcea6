package io.slidestream.tiler.tissue;

import java.nio.IntBuffer;

/** Sums the pixels of a part of a level into cells. For one thread. */
final class CellMeans {
    private final int factor;
    private final int columns;
    private final int rows;
    private final int[] sums;

    /** @param factor a cell's side in these pixels; at most 2,900, so that sums fit */
    CellMeans(int widthPx, int heightPx, int factor) {
        this.factor = factor;
        columns = (widthPx + factor - 1) / factor;
        rows = (heightPx + factor - 1) / factor;
        sums = new int[4 * columns * rows];
    }

    /** Adds pixels side by side; those outside are left out. */
    void run(int x, int y, IntBuffer pixels, int from, int count) {
        int row = Math.floorDiv(y, factor);
        int last = Math.min(x + count, columns * factor);
        if (row < 0 || row >= rows) {
            return;
        }
        for (int start = Math.max(x, 0); start < last; ) {
            int column = start / factor;
            int end = Math.min(last, (column + 1) * factor);
            int red = 0;
            int green = 0;
            int blue = 0;
            for (int i = from + start - x; i < from + end - x; i++) {
                int pixel = pixels.get(i);
                red += pixel >> 16 & 255;
                green += pixel >> 8 & 255;
                blue += pixel & 255;
            }
            int sum = 4 * (row * columns + column);
            sums[sum] += red;
            sums[sum + 1] += green;
            sums[sum + 2] += blue;
            sums[sum + 3] += end - start;
            start = end;
        }
    }

    /** Gives the mean of each cell that got a pixel and lies in the grid. */
    void give(CellGrid.Cells cells, int firstColumn, int firstRow, int gridColumns, int gridRows) {
        for (int row = 0; row < Math.min(rows, gridRows - firstRow); row++) {
            for (int column = 0; column < Math.min(columns, gridColumns - firstColumn); column++) {
                int sum = 4 * (row * columns + column);
                double count = sums[sum + 3];
                if (count > 0) {
                    cells.cell(
                            firstColumn + column,
                            firstRow + row,
                            sums[sum] / count,
                            sums[sum + 1] / count,
                            sums[sum + 2] / count);
                }
            }
        }
    }
}

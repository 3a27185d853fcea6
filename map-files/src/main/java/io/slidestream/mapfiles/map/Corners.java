package io.slidestream.mapfiles.map;

import io.slidestream.contracts.TileGrid;

/** Corners of cells in level-0 pixels; the last column and row reach to the slide's edge. */
public record Corners(TileGrid grid) {
    public long x(int column) {
        return column == grid.columns() ? grid.slideWidthPx() : (long) column * grid.stridePx();
    }

    public long y(int row) {
        return row == grid.rows() ? grid.slideHeightPx() : (long) row * grid.stridePx();
    }
}

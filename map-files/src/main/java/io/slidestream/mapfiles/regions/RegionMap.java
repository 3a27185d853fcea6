package io.slidestream.mapfiles.regions;

import java.util.Arrays;
import java.util.function.IntUnaryOperator;

/**
 * The regions of a grid: cells of equal value joined over their sides. Regions are numbered in row-major order of their
 * first cells. Keeps nine bytes a cell.
 */
public final class RegionMap {
    private static final int NONE = -1;

    private final int columns;
    private final int rows;
    private final int[] regionOf;
    /** The cells of region 0, then of region 1 and so on; a region's first in row-major order comes first. */
    private final int[] cells;

    private int[] ends = new int[16];
    private int regions;

    private RegionMap(int columns, int rows) {
        this.columns = columns;
        this.rows = rows;
        this.regionOf = new int[Math.multiplyExact(columns, rows)];
        this.cells = new int[regionOf.length];
        Arrays.fill(regionOf, NONE);
    }

    /** @param valueOf a cell's value by its index in row-major order; negative where it belongs to no region */
    public static RegionMap of(int columns, int rows, IntUnaryOperator valueOf) {
        RegionMap map = new RegionMap(columns, rows);
        int filled = 0;
        for (int cell = 0; cell < map.regionOf.length; cell++) {
            int value = valueOf.applyAsInt(cell);
            if (value >= 0 && map.regionOf[cell] == NONE) {
                filled = map.fill(cell, value, valueOf, filled);
            }
        }
        return map;
    }

    public int columns() {
        return columns;
    }

    public int regions() {
        return regions;
    }

    /** Number of cells in a region. */
    public int size(int region) {
        return ends[region] - begin(region);
    }

    /** A cell of a region by its place in it, as index in row-major order; place 0 is the region's topmost, leftmost. */
    public int cell(int region, int place) {
        return cells[begin(region) + place];
    }

    boolean holds(int region, int column, int row) {
        return column >= 0 && column < columns && row >= 0 && row < rows && regionOf[row * columns + column] == region;
    }

    private int begin(int region) {
        return region == 0 ? 0 : ends[region - 1];
    }

    private int fill(int first, int value, IntUnaryOperator valueOf, int filled) {
        int end = take(first, filled);
        for (int next = filled; next < end; next++) {
            int cell = cells[next];
            int column = cell % columns;
            int row = cell / columns;
            if (column > 0) {
                end = takeIf(cell - 1, value, valueOf, end);
            }
            if (column < columns - 1) {
                end = takeIf(cell + 1, value, valueOf, end);
            }
            if (row > 0) {
                end = takeIf(cell - columns, value, valueOf, end);
            }
            if (row < rows - 1) {
                end = takeIf(cell + columns, value, valueOf, end);
            }
        }
        if (regions == ends.length) {
            ends = Arrays.copyOf(ends, ends.length * 2);
        }
        ends[regions++] = end;
        return end;
    }

    private int takeIf(int cell, int value, IntUnaryOperator valueOf, int end) {
        return regionOf[cell] == NONE && valueOf.applyAsInt(cell) == value ? take(cell, end) : end;
    }

    private int take(int cell, int end) {
        regionOf[cell] = regions;
        cells[end] = cell;
        return end + 1;
    }
}

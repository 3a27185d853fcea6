package io.slidestream.mapfiles.regions;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/**
 * Traces regions along the borders of their cells. Of one thread.
 *
 * <p>Each ring is walked with the region on its right hand (rows grow downwards). Where two cells of the region touch
 * only by a corner, the walk crosses over to the other one: so no ring meets itself, a hole that touches the outside in
 * that corner is a ring of its own, and every polygon is valid by the rules of OGC Simple Features. Every ring has an
 * edge with a cell of the region below it, so rings are found at such edges; one bit a cell remembers those walked.
 */
public final class Outlines {
    private static final int[] AHEAD_X = {1, 0, -1, 0};
    private static final int[] AHEAD_Y = {0, 1, 0, -1};

    private final RegionMap map;
    private final BitSet walked = new BitSet();

    public Outlines(RegionMap map) {
        this.map = map;
    }

    /**
     * The rings of a region, the outer one first, then its holes; asked once for each region. A ring is
     * {@code x0, y0, x1, y1 …} in cell corners, its corners only, the first not repeated.
     */
    public List<int[]> of(int region) {
        List<int[]> rings = new ArrayList<>();
        for (int place = 0; place < map.size(region); place++) {
            int cell = map.cell(region, place);
            int column = cell % map.columns();
            int row = cell / map.columns();
            if (!walked.get(cell) && !map.holds(region, column, row - 1)) {
                rings.add(walk(region, column, row));
            }
        }
        return rings;
    }

    /** Begins eastwards along the upper edge of a cell; directions are east, south, west, north. */
    private int[] walk(int region, int column, int row) {
        Corners corners = new Corners();
        int x = column;
        int y = row;
        int direction = 0;
        do {
            if (direction == 0) {
                walked.set(y * map.columns() + x);
            }
            x += AHEAD_X[direction];
            y += AHEAD_Y[direction];
            int next = turn(region, x, y, direction);
            if (next != direction) {
                corners.add(x, y);
            }
            direction = next;
        } while (x != column || y != row || direction != 0);
        return corners.ring();
    }

    private int turn(int region, int x, int y, int direction) {
        if (ahead(region, x, y, direction, -1)) {
            return (direction + 3) % 4;
        }
        return ahead(region, x, y, direction, 0) ? direction : (direction + 1) % 4;
    }

    /** Whether the region holds the cell ahead of a corner; side 0 is right of the walk, -1 left of it. */
    private boolean ahead(int region, int x, int y, int direction, int side) {
        return switch (direction) {
            case 0 -> map.holds(region, x, y + side);
            case 1 -> map.holds(region, x - 1 - side, y);
            case 2 -> map.holds(region, x - 1, y - 1 - side);
            default -> map.holds(region, x + side, y - 1);
        };
    }

    /** Grows as a ring is walked. */
    private static final class Corners {
        private int[] xy = new int[8];
        private int length;

        void add(int x, int y) {
            if (length == xy.length) {
                xy = java.util.Arrays.copyOf(xy, length * 2);
            }
            xy[length++] = x;
            xy[length++] = y;
        }

        int[] ring() {
            return java.util.Arrays.copyOf(xy, length);
        }
    }
}

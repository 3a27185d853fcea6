package io.slidestream.tiler.tissue;

import java.util.Arrays;
import java.util.function.IntPredicate;

/*
 * A picture is cut into runs of set pixels; runs that touch are joined in a forest (union by the smaller index). Memory
 * follows the runs, a hundredth of the pixels in a tissue mask.
 */
/** The connected pieces of a picture, their sizes, and which of them reach its edge. */
final class Pieces {
    private int[] from = new int[1024];
    private int[] to = new int[1024];
    private int[] parent = new int[1024];
    private long[] size = new long[1024];
    private boolean[] atEdge = new boolean[1024];
    private int runs;

    /** Which pixels are neighbours, and so of one piece. */
    enum Neighbours {
        AT_SIDES(0),
        AT_SIDES_AND_CORNERS(1);

        private final int reach;

        Neighbours(int reach) {
            this.reach = reach;
        }
    }

    Pieces(boolean[] set, int width, int height, Neighbours neighbours) {
        int above = 0;
        for (int y = 0; y < height; y++) {
            int first = runs;
            for (int x = 0; x < width; x++) {
                if (set[y * width + x]) {
                    int start = x;
                    while (x < width && set[y * width + x]) {
                        x++;
                    }
                    int run = add(y * width + start, y * width + x);
                    atEdge[run] = start == 0 || x == width || y == 0 || y == height - 1;
                }
            }
            join(above, first, width, neighbours.reach);
            above = first;
        }
    }

    /** Clears the pieces that are smaller. */
    void clearBelow(long pixels, boolean[] set) {
        clear(set, root -> size[root] < pixels);
    }

    /** Clears the pieces that are smaller and do not reach the picture's edge. */
    void clearInnerBelow(long pixels, boolean[] set) {
        clear(set, root -> size[root] < pixels && !atEdge[root]);
    }

    private void clear(boolean[] set, IntPredicate pieces) {
        for (int run = 0; run < runs; run++) {
            if (pieces.test(root(run))) {
                Arrays.fill(set, from[run], to[run], false);
            }
        }
    }

    /** Takes a piece's size, and how much of it is marked. */
    @FunctionalInterface
    interface Measured {
        void piece(long pixels, long marked);
    }

    /** Gives each piece once. */
    void measure(boolean[] marks, Measured measured) {
        long[] marked = new long[runs];
        for (int run = 0; run < runs; run++) {
            int root = root(run);
            for (int i = from[run]; i < to[run]; i++) {
                marked[root] += marks[i] ? 1 : 0;
            }
        }
        for (int run = 0; run < runs; run++) {
            if (parent[run] == run) {
                measured.piece(size[run], marked[run]);
            }
        }
    }

    private int add(int start, int end) {
        if (runs == from.length) {
            from = Arrays.copyOf(from, 2 * runs);
            to = Arrays.copyOf(to, 2 * runs);
            parent = Arrays.copyOf(parent, 2 * runs);
            size = Arrays.copyOf(size, 2 * runs);
            atEdge = Arrays.copyOf(atEdge, 2 * runs);
        }
        from[runs] = start;
        to[runs] = end;
        parent[runs] = runs;
        size[runs] = (long) end - start;
        return runs++;
    }

    /** Joins the last row's runs, from {@code first}, with those of the row above, which end there. */
    private void join(int above, int first, int width, int reach) {
        int upper = above;
        for (int lower = first; lower < runs; lower++) {
            while (upper < first && to[upper] + width + reach <= from[lower]) {
                upper++;
            }
            for (int other = upper; other < first && from[other] + width - reach < to[lower]; other++) {
                unite(other, lower);
            }
        }
    }

    private void unite(int a, int b) {
        int rootA = root(a);
        int rootB = root(b);
        if (rootA != rootB) {
            int kept = Math.min(rootA, rootB);
            int gone = Math.max(rootA, rootB);
            parent[gone] = kept;
            size[kept] += size[gone];
            atEdge[kept] |= atEdge[gone];
        }
    }

    private int root(int run) {
        int at = run;
        while (parent[at] != at) {
            parent[at] = parent[parent[at]];
            at = parent[at];
        }
        return at;
    }
}

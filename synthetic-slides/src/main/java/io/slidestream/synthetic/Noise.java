package io.slidestream.synthetic;

import java.util.SplittableRandom;

/** Smooth random values 0..1 that wrap round at the sides of a square. */
final class Noise {
    private final int columns;
    private final int rows;
    private final float[] lattice;
    private final int[] column;
    private final float[] across;

    Noise(SplittableRandom random, int sidePx, double grainWidthPx, double grainHeightPx) {
        columns = (int) Math.max(1, Math.round(sidePx / grainWidthPx));
        rows = (int) Math.max(1, Math.round(sidePx / grainHeightPx));
        lattice = new float[columns * rows];
        for (int i = 0; i < lattice.length; i++) {
            lattice[i] = (float) random.nextDouble();
        }
        column = new int[sidePx];
        across = new float[sidePx];
        for (int x = 0; x < sidePx; x++) {
            double u = (double) x * columns / sidePx;
            column[x] = (int) u;
            across[x] = smooth(u - column[x]);
        }
    }

    /** The values of one row of the square, whose side is the array's length. */
    void row(int y, float[] values) {
        double v = (double) y * rows / values.length;
        int above = ((int) v) * columns;
        int below = ((int) v + 1) % rows * columns;
        float down = smooth(v - (int) v);
        for (int x = 0; x < values.length; x++) {
            int left = column[x];
            int right = left + 1 == columns ? 0 : left + 1;
            float top = lattice[above + left] + (lattice[above + right] - lattice[above + left]) * across[x];
            float bottom = lattice[below + left] + (lattice[below + right] - lattice[below + left]) * across[x];
            values[x] = top + (bottom - top) * down;
        }
    }

    private static float smooth(double t) {
        return (float) (t * t * (3 - 2 * t));
    }
}

package io.slidestream.slides.synthetic;

import java.util.SplittableRandom;

/** Smooth random values 0..1 that wrap round at the sides of a square. */
final class Noise {
    private final int sidePx;
    private final int columns;
    private final int rows;
    private final double[] lattice;

    Noise(SplittableRandom random, int sidePx, double grainWidthPx, double grainHeightPx) {
        this.sidePx = sidePx;
        columns = (int) Math.max(1, Math.round(sidePx / grainWidthPx));
        rows = (int) Math.max(1, Math.round(sidePx / grainHeightPx));
        lattice = random.doubles((long) columns * rows).toArray();
    }

    double at(double x, double y) {
        double u = x * columns / sidePx;
        double v = y * rows / sidePx;
        int column = (int) Math.floor(u);
        int row = (int) Math.floor(v);
        double s = smooth(u - column);
        double t = smooth(v - row);
        double above = node(column, row) * (1 - s) + node(column + 1, row) * s;
        double below = node(column, row + 1) * (1 - s) + node(column + 1, row + 1) * s;
        return above * (1 - t) + below * t;
    }

    private double node(int column, int row) {
        return lattice[Math.floorMod(row, rows) * columns + Math.floorMod(column, columns)];
    }

    private static double smooth(double t) {
        return t * t * (3 - 2 * t);
    }
}

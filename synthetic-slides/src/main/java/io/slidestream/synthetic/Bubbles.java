package io.slidestream.synthetic;

import java.util.SplittableRandom;

/** Cells of foam round jittered points, wrapping at the sides of a square. */
final class Bubbles {
    private final int sidePx;
    private final int across;
    private final double pitchPx;
    private final double[] xs;
    private final double[] ys;

    Bubbles(SplittableRandom random, int sidePx, double diameterPx) {
        this.sidePx = sidePx;
        across = (int) Math.max(3, Math.round(sidePx / diameterPx));
        pitchPx = (double) sidePx / across;
        xs = random.doubles((long) across * across, 0.15, 0.85).toArray();
        ys = random.doubles((long) across * across, 0.15, 0.85).toArray();
    }

    /** Half the difference between the distances to the two nearest points. */
    double distanceToRim(int x, int y) {
        int column = (int) (x / pitchPx);
        int row = (int) (y / pitchPx);
        double nearest = sidePx;
        double second = sidePx;
        for (int r = row - 1; r <= row + 1; r++) {
            for (int c = column - 1; c <= column + 1; c++) {
                int i = Math.floorMod(r, across) * across + Math.floorMod(c, across);
                double distance = Math.hypot((c + xs[i]) * pitchPx - x, (r + ys[i]) * pitchPx - y);
                if (distance < nearest) {
                    second = nearest;
                    nearest = distance;
                } else if (distance < second) {
                    second = distance;
                }
            }
        }
        return (second - nearest) / 2;
    }
}

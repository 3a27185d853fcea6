package io.slidestream.mapfiles.map;

import java.util.Arrays;

/**
 * The likeliest class of each scored cell when its probabilities are averaged over the scored cells of a square around
 * it. For display: it removes speckle, and with it small findings. By summed-area tables, so its time does not depend
 * on the square's size; 16 bytes a cell while it works.
 */
final class Smoothing {
    private Smoothing() {}

    /** @return by cell; -1 where the cell has no score */
    static int[] winners(ScoreGrid scores, int radius) {
        int[] winners = new int[scores.columns() * scores.rows()];
        float[] best = new float[winners.length];
        Arrays.fill(winners, -1);
        Arrays.fill(best, -1);
        double[] sums = new double[(scores.columns() + 1) * (scores.rows() + 1)];
        for (int k = 0; k < scores.classes(); k++) {
            sum(scores, k, sums);
            for (int cell = 0; cell < winners.length; cell++) {
                // Every class is divided by the same number of neighbours: the sums decide as the means would.
                float sum = scores.isScored(cell) ? (float) around(sums, scores, cell, radius) : -1;
                if (sum > best[cell]) {
                    best[cell] = sum;
                    winners[cell] = k;
                }
            }
        }
        return winners;
    }

    private static void sum(ScoreGrid scores, int classIndex, double[] sums) {
        int width = scores.columns() + 1;
        for (int row = 0; row < scores.rows(); row++) {
            double line = 0;
            for (int column = 0; column < scores.columns(); column++) {
                int cell = row * scores.columns() + column;
                line += scores.isScored(cell) ? scores.probability(cell, classIndex) : 0;
                sums[(row + 1) * width + column + 1] = sums[row * width + column + 1] + line;
            }
        }
    }

    private static double around(double[] sums, ScoreGrid scores, int cell, int radius) {
        int width = scores.columns() + 1;
        int left = Math.max(0, cell % scores.columns() - radius);
        int right = Math.min(scores.columns(), cell % scores.columns() + radius + 1);
        int top = Math.max(0, cell / scores.columns() - radius);
        int bottom = Math.min(scores.rows(), cell / scores.columns() + radius + 1);
        return sums[bottom * width + right]
                - sums[top * width + right]
                - sums[bottom * width + left]
                + sums[top * width + left];
    }
}

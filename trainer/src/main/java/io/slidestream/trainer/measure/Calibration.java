package io.slidestream.trainer.measure;

import io.slidestream.networks.engine.ClassScores;
import java.util.ArrayList;
import java.util.List;

/**
 * Agreement of confidence and accuracy.
 *
 * @param bins of equal width over the confidence; some may be without tiles
 * @param expectedError mean distance of confidence and accuracy over the bins, weighted by tiles (ECE). With few tiles it
 *     is too large even for a perfect network
 */
public record Calibration(List<Bin> bins, double expectedError) {
    public static final int BINS = 15;

    /**
     * @param low confidence above which tiles are in it
     * @param high confidence up to which they are
     * @param confidence mean of the tiles' largest probabilities; 0 without tiles
     * @param accuracy share of right answers; 0 without tiles
     */
    public record Bin(double low, double high, int tiles, double confidence, double accuracy) {}

    /** @param probabilities of each tile, in the order of {@code predictions} */
    static Calibration of(Predictions predictions, List<double[]> probabilities) {
        int[] tiles = new int[BINS];
        int[] right = new int[BINS];
        double[] confidences = new double[BINS];
        for (int i = 0; i < predictions.size(); i++) {
            int predicted = ClassScores.likeliest(probabilities.get(i));
            double confidence = probabilities.get(i)[predicted];
            int bin = Math.max(0, Math.min(BINS - 1, (int) Math.ceil(confidence * BINS) - 1));
            tiles[bin]++;
            confidences[bin] += confidence;
            right[bin] += predicted == predictions.truth(i) ? 1 : 0;
        }
        List<Bin> bins = new ArrayList<>();
        double error = 0;
        for (int b = 0; b < BINS; b++) {
            int count = Math.max(1, tiles[b]);
            bins.add(new Bin(
                    (double) b / BINS,
                    (double) (b + 1) / BINS,
                    tiles[b],
                    confidences[b] / count,
                    (double) right[b] / count));
            error += Math.abs(right[b] - confidences[b]) / predictions.size();
        }
        return new Calibration(List.copyOf(bins), error);
    }
}

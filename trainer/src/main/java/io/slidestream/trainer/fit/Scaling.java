package io.slidestream.trainer.fit;

import io.slidestream.trainer.data.Samples;

/**
 * Brings features to mean 0 over the training samples, to similar spreads, and the squared length of a sample to 1 on
 * average, so that one learning rate suits every network.
 *
 * <p>A feature is divided by the root of its own variance plus the mean variance of all. By its own alone, a feature that
 * hardly varies among few training tiles would be blown up to drown the others where it does vary.
 */
final class Scaling {
    private final double[] mean;
    private final double[] factor;

    Scaling(Samples training) {
        int width = training.featureCount();
        mean = new double[width];
        factor = new double[width];
        for (float[] features : training.features()) {
            for (int j = 0; j < width; j++) {
                mean[j] += features[j];
            }
        }
        for (int j = 0; j < width; j++) {
            mean[j] /= training.size();
        }
        for (float[] features : training.features()) {
            for (int j = 0; j < width; j++) {
                factor[j] += (features[j] - mean[j]) * (features[j] - mean[j]);
            }
        }
        double usual = 0;
        for (int j = 0; j < width; j++) {
            factor[j] /= training.size();
            usual += factor[j] / width;
        }
        double length = 0;
        for (int j = 0; j < width; j++) {
            double variance = factor[j];
            factor[j] = usual == 0 ? 0 : 1 / Math.sqrt(variance + usual);
            length += variance * factor[j] * factor[j];
        }
        for (int j = 0; j < width && length > 0; j++) {
            factor[j] /= Math.sqrt(length);
        }
    }

    Samples scaled(Samples samples) {
        float[][] scaled = new float[samples.size()][mean.length];
        for (int i = 0; i < scaled.length; i++) {
            float[] from = samples.features()[i];
            for (int j = 0; j < mean.length; j++) {
                scaled[i][j] = (float) ((from[j] - mean[j]) * factor[j]);
            }
        }
        return new Samples(scaled, samples.classes());
    }

    /** The head on unscaled features that does what {@code head} does on scaled ones. */
    LinearHead unscaled(LinearHead head) {
        LinearHead result = head.copy();
        for (int c = 0; c < result.bias().length; c++) {
            for (int j = 0; j < mean.length; j++) {
                result.weights()[c][j] *= factor[j];
                result.bias()[c] -= result.weights()[c][j] * mean[j];
            }
        }
        return result;
    }
}

package io.slidestream.trainer.measure;

import io.slidestream.networks.engine.ClassScores;

/**
 * Fits the number that logits are divided by before the softmax, so that a confidence of 0.8 is right in 8 of 10 tiles:
 * temperature scaling after Guo et al., "On Calibration of Modern Neural Networks" (2017). The class that wins stays the
 * same.
 */
public final class Temperature {
    /** Beyond these a fit tells only that all tiles are right, or that the network knows nothing. */
    static final double LEAST = 0.05;

    static final double MOST = 20;

    /** Least number of tiles: with fewer the fit says more of the tiles than of the network. */
    static final int LEAST_TILES = 30;

    private Temperature() {}

    /**
     * The temperature that a model should store, to three decimals, so that its file stays readable.
     *
     * @param validation what the finished network answers, without any temperature, on tiles that it was not trained on
     * @return 1 where these do not tell: where they are fewer than {@link #LEAST_TILES}, or where all or none is right
     */
    public static double toStore(Predictions validation) {
        double fitted = fit(validation);
        boolean tells = fitted > LEAST * 1.001 && fitted < MOST / 1.001;
        return validation.size() < LEAST_TILES || !tells ? 1 : Math.round(fitted * 1000) / 1000.0;
    }

    /**
     * The temperature of least negative log-likelihood, within {@link #LEAST} and {@link #MOST}. In its inverse the
     * likelihood is convex, with the slope {@code Σ E[logit - logit of the truth]}, so bisection finds the one zero.
     */
    static double fit(Predictions predictions) {
        double low = 1 / MOST;
        double high = 1 / LEAST;
        for (int i = 0; i < 100; i++) {
            double middle = (low + high) / 2;
            if (slope(predictions, middle) <= 0) {
                low = middle;
            } else {
                high = middle;
            }
        }
        return 2 / (low + high);
    }

    /** Mean negative log-likelihood of the true classes. */
    static double loss(Predictions predictions, double temperature) {
        double sum = 0;
        for (int i = 0; i < predictions.size(); i++) {
            double[] logits = predictions.logits().get(i);
            double max = logits[ClassScores.likeliest(logits)];
            double shares = 0;
            for (double logit : logits) {
                shares += Math.exp((logit - max) / temperature);
            }
            sum += Math.log(shares) - (logits[predictions.truth(i)] - max) / temperature;
        }
        return sum / predictions.size();
    }

    private static double slope(Predictions predictions, double inverse) {
        double sum = 0;
        for (int i = 0; i < predictions.size(); i++) {
            double[] logits = predictions.logits().get(i);
            double[] probabilities = predictions.probabilities(i, 1 / inverse);
            for (int c = 0; c < logits.length; c++) {
                sum += probabilities[c] * (logits[c] - logits[predictions.truth(i)]);
            }
        }
        return sum;
    }
}

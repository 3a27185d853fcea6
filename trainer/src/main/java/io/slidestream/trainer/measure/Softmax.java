package io.slidestream.trainer.measure;

/** From logits to probabilities. */
public final class Softmax {
    private Softmax() {}

    public static double[] of(double[] logits) {
        double max = logits[indexOfMax(logits)];
        double[] probabilities = new double[logits.length];
        double sum = 0;
        for (int c = 0; c < logits.length; c++) {
            probabilities[c] = Math.exp(logits[c] - max);
            sum += probabilities[c];
        }
        for (int c = 0; c < logits.length; c++) {
            probabilities[c] /= sum;
        }
        return probabilities;
    }

    /** The first of the largest. */
    public static int indexOfMax(double[] values) {
        int best = 0;
        for (int c = 1; c < values.length; c++) {
            if (values[c] > values[best]) {
                best = c;
            }
        }
        return best;
    }
}

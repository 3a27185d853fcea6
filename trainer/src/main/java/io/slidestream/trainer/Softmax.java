package io.slidestream.trainer;

/** From logits to probabilities. */
final class Softmax {
    private Softmax() {}

    static double[] of(double[] logits) {
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
    static int indexOfMax(double[] values) {
        int best = 0;
        for (int c = 1; c < values.length; c++) {
            if (values[c] > values[best]) {
                best = c;
            }
        }
        return best;
    }
}

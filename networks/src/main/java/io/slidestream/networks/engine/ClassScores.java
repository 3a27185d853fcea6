package io.slidestream.networks.engine;

/** Turns a network's logits into probabilities, and finds the likeliest class. */
public final class ClassScores {
    private ClassScores() {}

    /** The probabilities of logits, which are finite. */
    public static double[] softmax(double[] logits) {
        double max = logits[likeliest(logits)];
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

    /** The probabilities of some of the logits, in double so that as floats they still sum to 1 within a float's precision. */
    public static double[] softmax(float[] logits, int from, int count) {
        double[] some = new double[count];
        for (int c = 0; c < count; c++) {
            some[c] = logits[from + c];
        }
        return softmax(some);
    }

    /** Index of the largest value, the first of equals. */
    public static int likeliest(double[] values) {
        int best = 0;
        for (int c = 1; c < values.length; c++) {
            if (values[c] > values[best]) {
                best = c;
            }
        }
        return best;
    }
}

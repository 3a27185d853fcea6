<<<<<<<< HEAD:trainer/src/main/java/io/slidestream/trainer/measure/Softmax.java
package io.slidestream.networks;

/** From logits to probabilities. */
public final class Softmax {
    private Softmax() {}

    public static double[] of(double[] logits) {
        double max = logits[indexOfMax(logits)];
========
package io.slidestream.networks;

/** From a network's answers to probabilities, and to the likeliest class. */
public final class ClassScores {
    private ClassScores() {}

    /** The probabilities of logits, which are finite. */
    public static double[] softmax(double[] logits) {
        double max = logits[likeliest(logits)];
>>>>>>>> viewerbugs:networks/src/main/java/io/slidestream/networks/ClassScores.java
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

<<<<<<<< HEAD:trainer/src/main/java/io/slidestream/trainer/measure/Softmax.java
    /** The first of the largest. */
    public static int indexOfMax(double[] values) {
========
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
>>>>>>>> viewerbugs:networks/src/main/java/io/slidestream/networks/ClassScores.java
        int best = 0;
        for (int c = 1; c < values.length; c++) {
            if (values[c] > values[best]) {
                best = c;
            }
        }
        return best;
    }
}

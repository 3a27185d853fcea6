package io.slidestream.worker.scoring;

import java.util.ArrayList;
import java.util.List;

/** Logits to probabilities, computed in double so that they sum to 1 within a float's precision. */
public final class Softmax {
    private Softmax() {}

    /**
     * The probabilities of one patch.
     *
     * @throws ArithmeticException if a logit is infinite or no number
     */
    public static List<Float> of(float[] logits, int from, int count) {
        double max = Double.NEGATIVE_INFINITY;
        for (int i = from; i < from + count; i++) {
            if (!Float.isFinite(logits[i])) {
                throw new ArithmeticException("the network answered " + logits[i] + " for class " + (i - from));
            }
            max = Math.max(max, logits[i]);
        }
        double sum = 0;
        for (int i = from; i < from + count; i++) {
            sum += Math.exp(logits[i] - max);
        }
        List<Float> probabilities = new ArrayList<>(count);
        for (int i = from; i < from + count; i++) {
            probabilities.add((float) (Math.exp(logits[i] - max) / sum));
        }
        return probabilities;
    }
}

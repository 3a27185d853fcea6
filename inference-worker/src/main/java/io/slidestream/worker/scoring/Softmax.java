package io.slidestream.worker.scoring;

import io.slidestream.networks.engine.ClassScores;
import java.util.ArrayList;
import java.util.List;

/** Logits to the probabilities of a tile's score. */
public final class Softmax {
    private Softmax() {}

    /**
     * The probabilities of one patch.
     *
     * @throws ArithmeticException if a logit is infinite or no number
     */
    public static List<Float> of(float[] logits, int from, int count) {
        for (int i = from; i < from + count; i++) {
            if (!Float.isFinite(logits[i])) {
                throw new ArithmeticException("the network answered " + logits[i] + " for class " + (i - from));
            }
        }
        List<Float> probabilities = new ArrayList<>(count);
        for (double probability : ClassScores.softmax(logits, from, count)) {
            probabilities.add((float) probability);
        }
        return probabilities;
    }
}

package io.slidestream.mapfiles.map;

import java.util.List;

/**
 * Threshold that marks tiles the model is unsure of. Changes no probability and no class.
 *
 * @param unsureBelow a tile whose largest probability is below this is marked; 0 marks none
 */
public record Certainty(double unsureBelow) {
    public boolean isUnsure(List<Float> probabilities) {
        return isUnsure(probabilities.get(Winner.of(probabilities)));
    }

    /** @param confidence the largest probability */
    public boolean isUnsure(float confidence) {
        return confidence < unsureBelow;
    }

    /** Shannon's entropy as a share of its largest value: 0 where one class has it all, 1 where all classes are alike. */
    public static double entropy(List<Float> probabilities) {
        double sum = 0;
        for (float p : probabilities) {
            sum -= p > 0 ? p * Math.log(p) : 0;
        }
        double largest = Math.log(probabilities.size());
        return largest > 0 ? Decimals.rounded(Math.min(1, Math.max(0, sum / largest)), 4) : 0;
    }
}

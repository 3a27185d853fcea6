package io.slidestream.trainer.measure;

import io.slidestream.networks.engine.ClassScores;
import io.slidestream.trainer.data.Tile;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * A tile that was taken for another class.
 *
 * @param predicted index of the class it was taken for
 * @param confidence probability of that class, after temperature scaling
 * @param truthProbability what was left for the true class
 */
public record Mistake(Tile tile, int predicted, double confidence, double truthProbability) {
    /** All of them, the most confident first. */
    public static List<Mistake> of(Predictions predictions, List<double[]> probabilities) {
        List<Mistake> mistakes = new ArrayList<>();
        for (int i = 0; i < predictions.size(); i++) {
            double[] found = probabilities.get(i);
            int predicted = ClassScores.likeliest(found);
            if (predicted != predictions.truth(i)) {
                mistakes.add(new Mistake(
                        predictions.tiles().get(i), predicted, found[predicted], found[predictions.truth(i)]));
            }
        }
        mistakes.sort(Comparator.comparingDouble(Mistake::confidence).reversed());
        return List.copyOf(mistakes);
    }
}

package io.slidestream.trainer.fit;

import io.slidestream.trainer.data.Cases;
import io.slidestream.trainer.data.Tile;
import io.slidestream.trainer.measure.ConfusionMatrix;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A whole training measured by cross-validation: each tile classified once, by a network that was trained on the others.
 *
 * @param matrix of all folds together
 * @param each balanced accuracy of each fold
 * @param balanced their mean
 * @param low lower end of the 95 % interval of the balanced accuracy of all folds together
 * @param high upper end
 */
public record FoldFigures(ConfusionMatrix matrix, List<Double> each, double balanced, double low, double high) {
    /** The tiles of a fold and what a network that has not seen them takes them for. */
    public record Answered(List<Tile> tiles, List<double[]> probabilities) {}

    /** @param cases null where tiles were dealt one by one */
    public static FoldFigures of(List<String> classNames, List<Answered> folds, @Nullable Cases cases, long seed) {
        ConfusionMatrix matrix = new ConfusionMatrix(classNames, new int[classNames.size()][classNames.size()]);
        List<Double> each = new ArrayList<>();
        List<Tile> tiles = new ArrayList<>();
        List<double[]> answers = new ArrayList<>();
        for (Answered fold : folds) {
            ConfusionMatrix one = ConfusionMatrix.of(classNames, fold.tiles(), fold.probabilities());
            each.add(one.balancedAccuracy());
            matrix = matrix.plus(one);
            tiles.addAll(fold.tiles());
            answers.addAll(fold.probabilities());
        }
        double[] right = CrossValidation.right(tiles, List.of(answers));
        Resampled interval = Resampled.of(classNames.size(), tiles, right, cases, seed);
        return new FoldFigures(
                matrix,
                List.copyOf(each),
                each.stream().mapToDouble(Double::doubleValue).average().orElseThrow(),
                interval.low(),
                interval.high());
    }
}

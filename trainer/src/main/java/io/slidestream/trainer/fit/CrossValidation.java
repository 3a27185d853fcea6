package io.slidestream.trainer.fit;

import io.slidestream.networks.engine.ClassScores;
import io.slidestream.trainer.base.Progress;
import io.slidestream.trainer.data.Cases;
import io.slidestream.trainer.data.Dealing;
import io.slidestream.trainer.data.Samples;
import io.slidestream.trainer.data.Tile;
import io.slidestream.trainer.measure.ConfusionMatrix;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * A new layer measured by repeated stratified cross-validation: where tiles are few, one split says more of its own luck
 * than of the layer. Each tile is classified once a repeat, by a layer that was trained on the tiles of the other folds.
 *
 * @param folds parts that the tiles are dealt into
 * @param logits of each repeat, of each tile, by the layer that has not seen it
 * @param matrix of all repeats together: each tile counts once a repeat
 * @param balanced balanced accuracy, its mean over the repeats
 * @param low lower end of its 95 % interval, by drawing tiles of each class, or cases, anew
 * @param high upper end
 */
public record CrossValidation(
        int folds, List<List<double[]>> logits, ConfusionMatrix matrix, double balanced, double low, double high) {
    /** With more tiles a single split tells enough, and folds cost too much. */
    public static final int MOST_TILES = 3_000;

    private static final int FOLDS = 5;
    private static final int REPEATS = 4;

    /**
     * How the tiles are dealt.
     *
     * @param cases whose tiles are in one fold; null where each tile is dealt by itself
     */
    public record Plan(int folds, int repeats, @Nullable Cases cases) {
        /**
         * The plan for so many tiles; empty where a single split tells enough.
         *
         * @param folds that were asked for, or 0
         */
        public static Optional<Plan> of(int tiles, int folds, @Nullable Cases cases) {
            boolean few = tiles <= MOST_TILES;
            return folds == 0 && !few
                    ? Optional.empty()
                    : Optional.of(new Plan(folds == 0 ? FOLDS : folds, few ? REPEATS : 1, cases));
        }
    }

    /**
     * Measures.
     *
     * @param features of each tile, {@code ways} positions one after the other, the first unturned
     * @param ways as many as the layer is trained on
     */
    public static CrossValidation of(
            List<String> classNames,
            List<Tile> tiles,
            Samples features,
            int ways,
            double l2,
            Plan plan,
            long seed,
            Progress progress) {
        List<List<double[]>> logits = new ArrayList<>();
        ConfusionMatrix matrix = new ConfusionMatrix(classNames, new int[classNames.size()][classNames.size()]);
        HeadTrainer trainer = new HeadTrainer(classNames.size(), seed);
        for (int repeat = 0; repeat < plan.repeats(); repeat++) {
            int[] fold = Dealing.folds(classNames.size(), tiles, plan.cases(), plan.folds(), seed + repeat);
            double[][] of = new double[tiles.size()][];
            IntStream.range(0, plan.folds()).parallel().forEach(f -> {
                Samples others = samples(features, ways, i -> fold[i] != f);
                LinearHead head = trainer.train(others, others.every(ways), l2).head();
                for (int i = 0; i < of.length; i++) {
                    if (fold[i] == f) {
                        of[i] = head.logits(features.features()[i * ways]);
                    }
                }
            });
            logits.add(Arrays.asList(of));
            matrix = matrix.plus(ConfusionMatrix.of(classNames, tiles, Arrays.asList(of)));
            progress.count("repeats of cross-validation", repeat + 1, plan.repeats());
        }
        Resampled interval = Resampled.of(classNames.size(), tiles, right(tiles, logits), plan.cases(), seed);
        return new CrossValidation(
                plan.folds(), logits, matrix, matrix.balancedAccuracy(), interval.low(), interval.high());
    }

    private interface Places {
        boolean has(int tile);
    }

    private static Samples samples(Samples all, int ways, Places places) {
        int[] chosen =
                IntStream.range(0, all.size()).filter(i -> places.has(i / ways)).toArray();
        float[][] features = new float[chosen.length][];
        int[] classes = new int[chosen.length];
        for (int i = 0; i < chosen.length; i++) {
            features[i] = all.features()[chosen[i]];
            classes[i] = all.classes()[chosen[i]];
        }
        return new Samples(features, classes);
    }

    /** Share of the repeats that answered each tile right. */
    static double[] right(List<Tile> tiles, List<List<double[]>> logits) {
        double[] right = new double[tiles.size()];
        for (List<double[]> repeat : logits) {
            for (int i = 0; i < right.length; i++) {
                int winner = ClassScores.likeliest(repeat.get(i));
                right[i] += winner == tiles.get(i).classIndex() ? 1.0 / logits.size() : 0;
            }
        }
        return right;
    }
}

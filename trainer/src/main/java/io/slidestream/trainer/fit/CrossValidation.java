package io.slidestream.trainer.fit;

import io.slidestream.networks.engine.ClassScores;
import io.slidestream.trainer.base.Progress;
import io.slidestream.trainer.data.Samples;
import io.slidestream.trainer.data.Tile;
import io.slidestream.trainer.measure.ConfusionMatrix;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

/**
 * A new layer measured by repeated stratified cross-validation: where tiles are few, one split says more of its own luck
 * than of the layer. Each tile is classified once a repeat, by a layer that was trained on the tiles of the other folds.
 *
 * @param folds parts that each class is dealt into
 * @param logits of each repeat, of each tile, by the layer that has not seen it
 * @param matrix of all repeats together: each tile counts once a repeat
 * @param balanced balanced accuracy, its mean over the repeats
 * @param low lower end of its 95 % interval, by drawing tiles of each class anew
 * @param high upper end
 */
public record CrossValidation(
        int folds, List<List<double[]>> logits, ConfusionMatrix matrix, double balanced, double low, double high) {
    /** With more tiles a single split tells enough, and folds cost too much. */
    public static final int MOST_TILES = 3_000;

    private static final int FOLDS = 5;
    private static final int REPEATS = 4;
    private static final int DRAWS = 2_000;

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
            long seed,
            Progress progress) {
        List<List<double[]>> logits = new ArrayList<>();
        ConfusionMatrix matrix = new ConfusionMatrix(classNames, new int[classNames.size()][classNames.size()]);
        HeadTrainer trainer = new HeadTrainer(classNames.size(), seed);
        for (int repeat = 0; repeat < REPEATS; repeat++) {
            int[] fold = dealt(classNames.size(), tiles, seed + repeat);
            double[][] of = new double[tiles.size()][];
            IntStream.range(0, FOLDS).parallel().forEach(f -> {
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
            progress.count("repeats of cross-validation", repeat + 1, REPEATS);
        }
        double[] interval = interval(classNames.size(), tiles, logits, seed);
        return new CrossValidation(FOLDS, logits, matrix, matrix.balancedAccuracy(), interval[0], interval[1]);
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

    /** The fold of each tile; every class is spread as evenly as its tiles allow. */
    private static int[] dealt(int classCount, List<Tile> tiles, long seed) {
        Random random = new Random(seed);
        int[] fold = new int[tiles.size()];
        int next = 0;
        for (int c = 0; c < classCount; c++) {
            List<Integer> places = places(tiles, c);
            Collections.shuffle(places, random);
            for (int place : places) {
                fold[place] = next++ % FOLDS;
            }
        }
        return fold;
    }

    private static List<Integer> places(List<Tile> tiles, int classIndex) {
        List<Integer> places = new ArrayList<>();
        for (int i = 0; i < tiles.size(); i++) {
            if (tiles.get(i).classIndex() == classIndex) {
                places.add(i);
            }
        }
        return places;
    }

    /** Percentiles of the balanced accuracy over tiles drawn with replacement from each class. */
    private static double[] interval(int classCount, List<Tile> tiles, List<List<double[]>> logits, long seed) {
        double[] right = new double[tiles.size()];
        for (List<double[]> repeat : logits) {
            for (int i = 0; i < right.length; i++) {
                int winner = ClassScores.likeliest(repeat.get(i));
                right[i] += winner == tiles.get(i).classIndex() ? 1.0 / logits.size() : 0;
            }
        }
        List<List<Integer>> classes = IntStream.range(0, classCount)
                .mapToObj(c -> places(tiles, c))
                .filter(places -> !places.isEmpty())
                .toList();
        Random random = new Random(seed);
        double[] drawn = new double[DRAWS];
        for (int d = 0; d < DRAWS; d++) {
            for (List<Integer> places : classes) {
                double sum = 0;
                for (int i = 0; i < places.size(); i++) {
                    sum += right[places.get(random.nextInt(places.size()))];
                }
                drawn[d] += sum / places.size() / classes.size();
            }
        }
        Arrays.sort(drawn);
        return new double[] {drawn[DRAWS / 40], drawn[DRAWS - 1 - DRAWS / 40]};
    }
}

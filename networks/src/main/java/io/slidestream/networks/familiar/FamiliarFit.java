package io.slidestream.networks.familiar;

import io.slidestream.networks.weights.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/** Finds the statistics of labelled tiles, and the threshold by those among them that were held out. */
public final class FamiliarFit {
    /** Share of a model's own kind of tiles, held out, that its threshold lets pass as familiar. */
    public static final double FAMILIAR_SHARE = 0.95;

    /** Tiles below which no quantile is worth its name. */
    public static final int FEWEST_TILES = 40;

    private static final int FOLDS = 5;
    /** How far each variance is drawn to the mean of all. */
    private static final double SHRINKAGE = 0.1;

    private FamiliarFit() {}

    /**
     * Fits.
     *
     * @param features a vector for each tile
     * @param classes class of each tile
     * @param seed of the folds
     * @throws IllegalArgumentException if the tiles are too few
     */
    public static Familiar of(List<float[]> features, int[] classes, long seed) {
        checkEnough(features.size());
        List<float[]> roots = features.stream().map(FamiliarFit::roots).toList();
        int[] fold = dealt(classes, seed);
        double[] held = new double[roots.size()];
        for (int f = 0; f < FOLDS; f++) {
            Familiar others = fitted(roots, classes, fold, f, 1);
            for (int i = 0; i < held.length; i++) {
                if (fold[i] == f) {
                    held[i] = others.distance(features.get(i), 0);
                }
            }
        }
        return fitted(roots, classes, fold, FOLDS, kept(held));
    }

    /** The distance that tiles of the model's own kind keep. */
    static double kept(double[] distances) {
        double[] sorted = distances.clone();
        Arrays.sort(sorted);
        return sorted[(int) Math.ceil(FAMILIAR_SHARE * sorted.length) - 1];
    }

    static void checkEnough(int tiles) {
        if (tiles < FEWEST_TILES) {
            throw new IllegalArgumentException(
                    "statistics of familiar tiles need " + FEWEST_TILES + " tiles at least, there are " + tiles);
        }
    }

    /** @param left the fold that is left out; one that there is not leaves out none */
    private static Familiar fitted(List<float[]> roots, int[] classes, int[] fold, int left, double threshold) {
        int width = roots.get(0).length;
        int most = Arrays.stream(classes).max().orElse(0) + 1;
        double[][] sums = new double[most][width];
        int[] counts = new int[most];
        for (int i = 0; i < classes.length; i++) {
            if (fold[i] != left) {
                counts[classes[i]]++;
                for (int j = 0; j < width; j++) {
                    sums[classes[i]][j] += roots.get(i)[j];
                }
            }
        }
        int[] present = java.util.stream.IntStream.range(0, most)
                .filter(c -> counts[c] > 0)
                .toArray();
        Tensor means = Tensor.zeros(present.length, width);
        for (int c = 0; c < present.length; c++) {
            for (int j = 0; j < width; j++) {
                sums[present[c]][j] /= counts[present[c]];
                means.values()[c * width + j] = (float) sums[present[c]][j];
            }
        }
        double[] squares = new double[width];
        int tiles = 0;
        for (int i = 0; i < classes.length; i++) {
            if (fold[i] != left) {
                tiles++;
                for (int j = 0; j < width; j++) {
                    double difference = roots.get(i)[j] - sums[classes[i]][j];
                    squares[j] += difference * difference;
                }
            }
        }
        double mean = Arrays.stream(squares).sum() / tiles / width;
        if (!(mean > 0)) {
            throw new IllegalArgumentException("the tiles' features are all alike, so no distance can be told");
        }
        Tensor variances = Tensor.zeros(width);
        for (int j = 0; j < width; j++) {
            variances.values()[j] = (float) ((1 - SHRINKAGE) * squares[j] / tiles + SHRINKAGE * mean);
        }
        return new Familiar(means, variances, threshold);
    }

    private static float[] roots(float[] features) {
        float[] roots = new float[features.length];
        for (int i = 0; i < roots.length; i++) {
            roots[i] = Familiar.root(features[i]);
        }
        return roots;
    }

    /** The fold of each tile; every class is spread as evenly as its tiles allow. */
    private static int[] dealt(int[] classes, long seed) {
        List<Integer> places = new ArrayList<>();
        for (int i = 0; i < classes.length; i++) {
            places.add(i);
        }
        Collections.shuffle(places, new Random(seed));
        places.sort((a, b) -> Integer.compare(classes[a], classes[b]));
        int[] fold = new int[classes.length];
        for (int i = 0; i < fold.length; i++) {
            fold[places.get(i)] = i % FOLDS;
        }
        return fold;
    }
}

package io.slidestream.trainer.measure;

import io.slidestream.networks.engine.ClassScores;
import io.slidestream.trainer.data.Tile;
import java.util.List;
import java.util.OptionalDouble;
import java.util.stream.IntStream;

/**
 * Counts of tiles by true and predicted class. Classes go by their index into the names.
 *
 * @param counts by true class, then by predicted class
 */
@SuppressWarnings("ArrayRecordComponent") // identity is never compared
public record ConfusionMatrix(List<String> classNames, int[][] counts) {
    public ConfusionMatrix {
        classNames = List.copyOf(classNames);
    }

    /** @param probabilities of each tile, in the order of the tiles */
    public static ConfusionMatrix of(List<String> classNames, List<Tile> tiles, List<double[]> probabilities) {
        int[][] counts = new int[classNames.size()][classNames.size()];
        for (int i = 0; i < tiles.size(); i++) {
            counts[tiles.get(i).classIndex()][ClassScores.likeliest(probabilities.get(i))]++;
        }
        return new ConfusionMatrix(classNames, counts);
    }

    /** Sum of two matrices of the same classes. */
    public ConfusionMatrix plus(ConfusionMatrix other) {
        int[][] sums = new int[counts.length][];
        for (int truth = 0; truth < counts.length; truth++) {
            sums[truth] = counts[truth].clone();
            for (int predicted = 0; predicted < counts.length; predicted++) {
                sums[truth][predicted] += other.counts[truth][predicted];
            }
        }
        return new ConfusionMatrix(classNames, sums);
    }

    public Proportion accuracy() {
        int right = classes().map(c -> counts[c][c]).sum();
        return new Proportion(right, classes().map(this::tilesOf).sum());
    }

    /** Mean recall of the classes that have tiles. */
    public double balancedAccuracy() {
        return classes()
                .mapToObj(this::recall)
                .flatMapToDouble(OptionalDouble::stream)
                .average()
                .orElseThrow();
    }

    /** Tiles that are of this class. */
    public int tilesOf(int classIndex) {
        return IntStream.of(counts[classIndex]).sum();
    }

    /** Tiles that were taken for this class. */
    public int predictionsOf(int classIndex) {
        return classes().map(truth -> counts[truth][classIndex]).sum();
    }

    /** Empty where no tile is of the class. */
    public OptionalDouble recall(int classIndex) {
        return share(counts[classIndex][classIndex], tilesOf(classIndex));
    }

    /** Empty where no tile was taken for the class. */
    public OptionalDouble precision(int classIndex) {
        return share(counts[classIndex][classIndex], predictionsOf(classIndex));
    }

    /** Empty where the class neither occurs nor was predicted. */
    public OptionalDouble f1(int classIndex) {
        return share(2 * counts[classIndex][classIndex], tilesOf(classIndex) + predictionsOf(classIndex));
    }

    /** Mean over the classes that have one. */
    public OptionalDouble meanPrecision() {
        return classes()
                .mapToObj(this::precision)
                .flatMapToDouble(OptionalDouble::stream)
                .average();
    }

    /** Mean over the classes that have one. */
    public OptionalDouble meanF1() {
        return classes()
                .mapToObj(this::f1)
                .flatMapToDouble(OptionalDouble::stream)
                .average();
    }

    private IntStream classes() {
        return IntStream.range(0, classNames.size());
    }

    private static OptionalDouble share(int part, int whole) {
        return whole == 0 ? OptionalDouble.empty() : OptionalDouble.of((double) part / whole);
    }
}

package io.slidestream.trainer.fit;

import io.slidestream.trainer.data.Cases;
import io.slidestream.trainer.data.Tile;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/**
 * Interval of a balanced accuracy by drawing anew, with replacement: cases where they are known, since tiles of one case
 * are right or wrong together, and else tiles of each class.
 *
 * @param low its 2.5th percentile
 * @param high its 97.5th percentile
 */
record Resampled(double low, double high) {
    private static final int DRAWS = 2_000;

    /** @param right share of the answers to each tile that were right */
    static Resampled of(int classCount, List<Tile> tiles, double[] right, @Nullable Cases cases, long seed) {
        Random random = new Random(seed);
        double[] drawn = new double[DRAWS];
        double[][] sums = cases == null ? new double[0][] : byCase(classCount, tiles, right, cases);
        List<List<Integer>> classes = classes(classCount, tiles);
        for (int d = 0; d < DRAWS; d++) {
            drawn[d] = cases == null ? ofTiles(classes, right, random) : ofCases(classCount, sums, random);
        }
        Arrays.sort(drawn);
        return new Resampled(drawn[DRAWS / 40], drawn[DRAWS - 1 - DRAWS / 40]);
    }

    private static List<List<Integer>> classes(int classCount, List<Tile> tiles) {
        List<List<Integer>> classes = new ArrayList<>();
        for (int c = 0; c < classCount; c++) {
            List<Integer> places = new ArrayList<>();
            for (int i = 0; i < tiles.size(); i++) {
                if (tiles.get(i).classIndex() == c) {
                    places.add(i);
                }
            }
            if (!places.isEmpty()) {
                classes.add(places);
            }
        }
        return classes;
    }

    private static double ofTiles(List<List<Integer>> classes, double[] right, Random random) {
        double mean = 0;
        for (List<Integer> places : classes) {
            double sum = 0;
            for (int i = 0; i < places.size(); i++) {
                sum += right[places.get(random.nextInt(places.size()))];
            }
            mean += sum / places.size() / classes.size();
        }
        return mean;
    }

    /** Of each case and class, how many tiles there are and how many of them were right. */
    private static double[][] byCase(int classCount, List<Tile> tiles, double[] right, Cases cases) {
        Map<String, double[]> sums = new LinkedHashMap<>();
        for (int i = 0; i < tiles.size(); i++) {
            double[] sum = sums.computeIfAbsent(cases.of(tiles.get(i)), one -> new double[2 * classCount]);
            sum[2 * tiles.get(i).classIndex()]++;
            sum[2 * tiles.get(i).classIndex() + 1] += right[i];
        }
        return sums.values().toArray(double[][]::new);
    }

    private static double ofCases(int classCount, double[][] sums, Random random) {
        double[] all = new double[2 * classCount];
        for (int i = 0; i < sums.length; i++) {
            double[] one = sums[random.nextInt(sums.length)];
            for (int j = 0; j < all.length; j++) {
                all[j] += one[j];
            }
        }
        double sum = 0;
        int classes = 0;
        for (int c = 0; c < classCount; c++) {
            if (all[2 * c] > 0) {
                sum += all[2 * c + 1] / all[2 * c];
                classes++;
            }
        }
        return sum / classes;
    }
}

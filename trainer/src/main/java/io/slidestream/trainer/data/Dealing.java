package io.slidestream.trainer.data;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Deals tiles out to parts, so that each part has the same mix of classes as far as whole tiles, or whole cases, allow. The
 * same way for the same seed.
 */
public final class Dealing {
    private static final int NONE = -1;

    private Dealing() {}

    /**
     * Parts of equal size.
     *
     * @param cases whose tiles stay together; null where each tile is dealt out by itself
     * @return the part of each tile
     */
    public static int[] folds(int classCount, List<Tile> tiles, @Nullable Cases cases, int folds, long seed) {
        if (cases != null) {
            double[] shares = new double[folds];
            java.util.Arrays.fill(shares, 1.0 / folds);
            return deal(classCount, tiles, cases, shares, NONE, seed);
        }
        Random random = new Random(seed);
        int[] fold = new int[tiles.size()];
        int next = 0;
        for (int c = 0; c < classCount; c++) {
            List<Integer> places = places(tiles, c);
            Collections.shuffle(places, random);
            for (int place : places) {
                fold[place] = next++ % folds;
            }
        }
        return fold;
    }

    /** A case and how many tiles of each class it has. */
    private record Dealt(List<Integer> places, int[] counts) {}

    /**
     * Parts of these shares; the first gets a case of every class before any other part does.
     *
     * @return the part of each tile
     */
    static int[] byCase(int classCount, List<Tile> tiles, Cases cases, double[] shares, long seed) {
        return deal(classCount, tiles, cases, shares, 0, seed);
    }

    /**
     * Gives every case, the largest of the rarest classes first, to the part that lacks most of what it has.
     *
     * @param complete the part that must have every class, or none
     */
    private static int[] deal(int classCount, List<Tile> tiles, Cases cases, double[] shares, int complete, long seed) {
        Map<String, List<Integer>> places = new LinkedHashMap<>();
        for (int i = 0; i < tiles.size(); i++) {
            places.computeIfAbsent(cases.of(tiles.get(i)), one -> new ArrayList<>())
                    .add(i);
        }
        List<Dealt> all = new ArrayList<>();
        int[] total = new int[classCount];
        int[] casesWith = new int[classCount];
        places.values().forEach(some -> {
            int[] counts = new int[classCount];
            some.forEach(place -> counts[tiles.get(place).classIndex()]++);
            for (int c = 0; c < classCount; c++) {
                total[c] += counts[c];
                casesWith[c] += counts[c] > 0 ? 1 : 0;
            }
            all.add(new Dealt(some, counts));
        });
        Collections.shuffle(all, new Random(seed));
        all.sort(Comparator.comparingInt((Dealt one) -> rarest(one, casesWith))
                .thenComparing(
                        Comparator.comparingInt((Dealt one) -> one.places().size())
                                .reversed()));
        double[][] lacking = new double[shares.length][classCount];
        for (int part = 0; part < shares.length; part++) {
            for (int c = 0; c < classCount; c++) {
                lacking[part][c] = shares[part] * total[c];
            }
        }
        int[] part = new int[tiles.size()];
        boolean[] completed = new boolean[classCount];
        for (Dealt one : all) {
            int chosen = complete != NONE && hasNew(one, completed)
                    ? complete
                    : IntStream.range(0, shares.length)
                            .boxed()
                            .max(Comparator.comparingDouble(p -> wanted(one, lacking[p], total)))
                            .orElseThrow();
            for (int c = 0; c < classCount; c++) {
                lacking[chosen][c] -= one.counts()[c];
                completed[c] |= chosen == complete && one.counts()[c] > 0;
            }
            one.places().forEach(place -> part[place] = chosen);
        }
        return part;
    }

    private static boolean hasNew(Dealt one, boolean[] seen) {
        return IntStream.range(0, seen.length).anyMatch(c -> one.counts()[c] > 0 && !seen[c]);
    }

    private static int rarest(Dealt one, int[] casesWith) {
        return IntStream.range(0, casesWith.length)
                .filter(c -> one.counts()[c] > 0)
                .map(c -> casesWith[c])
                .min()
                .orElse(Integer.MAX_VALUE);
    }

    /** How much of a case's tiles a part lacks; classes count the same. */
    private static double wanted(Dealt one, double[] lacking, int[] total) {
        double sum = 0;
        for (int c = 0; c < total.length; c++) {
            if (one.counts()[c] > 0) {
                sum += lacking[c] / total[c] * one.counts()[c] / total[c];
            }
        }
        return sum;
    }

    static List<Integer> places(List<Tile> tiles, int classIndex) {
        List<Integer> places = new ArrayList<>();
        for (int i = 0; i < tiles.size(); i++) {
            if (tiles.get(i).classIndex() == classIndex) {
                places.add(i);
            }
        }
        return places;
    }
}

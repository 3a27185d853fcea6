package io.slidestream.trainer.data;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

/** Three disjoint parts of a set of tiles, each with the same mix of classes as far as whole tiles allow. */
public record Split(List<Tile> training, List<Tile> validation, List<Tile> test) {
    /**
     * Draws the parts, the same ones for the same seed. A class of three tiles or more is in every part; of two tiles
     * one is trained on and one tested on; a single tile is trained on. Without a test share, a class of two tiles or
     * more is in the other two parts.
     */
    public static Split stratified(TileSet set, SplitRatios ratios, long seed) {
        return stratified(set.classNames(), set.tiles(), ratios, seed);
    }

    public static Split stratified(List<String> classNames, List<Tile> all, SplitRatios ratios, long seed) {
        List<Tile> training = new ArrayList<>();
        List<Tile> validation = new ArrayList<>();
        List<Tile> test = new ArrayList<>();
        Random random = new Random(seed);
        for (int i = 0; i < classNames.size(); i++) {
            int classIndex = i;
            List<Tile> tiles = new ArrayList<>(
                    all.stream().filter(tile -> tile.classIndex() == classIndex).toList());
            Collections.shuffle(tiles, random);
            int count = tiles.size();
            int least = ratios.test() == 0 ? 0 : 1;
            int tested = count < 3 ? least * (count - 1) : between(least, count * ratios.test(), least * (count - 2));
            int validated = count - tested < 2 ? 0 : between(1, count * ratios.validation(), count - 1 - tested);
            test.addAll(tiles.subList(0, tested));
            validation.addAll(tiles.subList(tested, tested + validated));
            training.addAll(tiles.subList(tested + validated, count));
        }
        return new Split(List.copyOf(training), List.copyOf(validation), List.copyOf(test));
    }

    /**
     * Draws the parts by case: all tiles of one are in one part. A class that only one case has is trained on; one of two
     * cases is trained on and tested on, without a test share validated on.
     */
    public static Split byCase(TileSet set, Cases cases, SplitRatios ratios, long seed) {
        double[] shares = ratios.test() == 0
                ? new double[] {ratios.training(), ratios.validation()}
                : new double[] {ratios.training(), ratios.test(), ratios.validation()};
        int[] part = Dealing.byCase(set.classNames().size(), set.tiles(), cases, shares, seed);
        List<Tile> training = those(set.tiles(), part, 0);
        List<Tile> second = those(set.tiles(), part, 1);
        return ratios.test() == 0
                ? new Split(training, second, List.of())
                : new Split(training, those(set.tiles(), part, 2), second);
    }

    /** The tiles of one part. */
    public static List<Tile> those(List<Tile> tiles, int[] part, int wanted) {
        return IntStream.range(0, tiles.size())
                .filter(i -> part[i] == wanted)
                .mapToObj(tiles::get)
                .toList();
    }

    /** The tiles of all parts but two. */
    public static List<Tile> beside(List<Tile> tiles, int[] part, int one, int other) {
        return IntStream.range(0, tiles.size())
                .filter(i -> part[i] != one && part[i] != other)
                .mapToObj(tiles::get)
                .toList();
    }

    private static int between(int least, double wanted, int most) {
        return Math.max(least, Math.min(most, (int) Math.round(wanted)));
    }
}

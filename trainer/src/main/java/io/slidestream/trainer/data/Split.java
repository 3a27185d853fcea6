package io.slidestream.trainer.data;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

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

    private static int between(int least, double wanted, int most) {
        return Math.max(least, Math.min(most, (int) Math.round(wanted)));
    }
}

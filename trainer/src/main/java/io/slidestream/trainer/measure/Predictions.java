package io.slidestream.trainer.measure;

import io.slidestream.networks.engine.ClassScores;
import io.slidestream.trainer.data.Tile;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/**
 * A network's answers on labelled tiles.
 *
 * @param classNames in the order of the logits
 * @param logits of each tile, not divided by any temperature
 */
public record Predictions(List<String> classNames, List<Tile> tiles, List<double[]> logits) {
    public Predictions {
        if (tiles.isEmpty() || tiles.size() != logits.size()) {
            throw new IllegalArgumentException(
                    "as many logits as tiles are needed, were " + logits.size() + " for " + tiles.size());
        }
    }

    public int size() {
        return tiles.size();
    }

    int truth(int tile) {
        return tiles.get(tile).classIndex();
    }

    double[] probabilities(int tile, double temperature) {
        return probabilities(logits.get(tile), temperature);
    }

    /** Probabilities of one tile. */
    public static double[] probabilities(double[] logits, double temperature) {
        double[] scaled = logits.clone();
        for (int c = 0; c < scaled.length; c++) {
            scaled[c] /= temperature;
        }
        return ClassScores.softmax(scaled);
    }

    public List<double[]> probabilities(double temperature) {
        List<double[]> all = new ArrayList<>();
        for (int i = 0; i < size(); i++) {
            all.add(probabilities(i, temperature));
        }
        return all;
    }

    /** Predictions at the places. */
    public Predictions only(List<Integer> places) {
        return new Predictions(
                classNames,
                places.stream().map(tiles::get).toList(),
                places.stream().map(logits::get).toList());
    }

    /** The places of two disjoint halves with the same mix of classes, the same for the same seed. */
    public List<List<Integer>> halves(long seed) {
        List<List<Integer>> halves = List.of(new ArrayList<>(), new ArrayList<>());
        Random random = new Random(seed);
        int dealt = 0;
        for (int c = 0; c < classNames.size(); c++) {
            for (int place : shuffled(c, random)) {
                halves.get(dealt++ % 2).add(place);
            }
        }
        return halves;
    }

    private List<Integer> shuffled(int classIndex, Random random) {
        List<Integer> places = new ArrayList<>();
        for (int i = 0; i < size(); i++) {
            if (truth(i) == classIndex) {
                places.add(i);
            }
        }
        Collections.shuffle(places, random);
        return places;
    }
}

package io.slidestream.trainer.fit;

import io.slidestream.trainer.base.TrainingException;
import io.slidestream.trainer.data.Split;
import io.slidestream.trainer.data.SplitRatios;
import io.slidestream.trainer.data.Tile;
import io.slidestream.trainer.data.TileSet;
import io.slidestream.trainer.data.Unreadable;
import io.slidestream.trainer.measure.ConfusionMatrix;
import io.slidestream.trainer.measure.Predictions;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * Accuracy that colour alone achieves on the tiles of an evaluation.
 *
 * @param matrices on the very tiles that the model is measured on; empty where they are too few to train on
 * @param trainedOn what to say of the tiles that the colours were learnt from
 */
public record ColourBaselines(Map<ColourFeatures, ConfusionMatrix> matrices, String trainedOn) {
    private static final SplitRatios TO_CHOOSE_ON = new SplitRatios(0.75, 0.25);

    /** @throws TrainingException if the other tiles hold pixels of these or are too few */
    public static ColourBaselines trainedOn(Path train, TileSet set, Unreadable unreadable, long seed) {
        TileSet others = TileSet.open(train, unreadable).inTermsOf(set.classNames());
        set.checkDisjoint(others);
        Split parts = Split.stratified(others, TO_CHOOSE_ON, seed);
        if (parts.validation().isEmpty()) {
            throw new TrainingException(train + " has no class of two tiles, too few to train on");
        }
        return new ColourBaselines(measured(set, List.of(parts), List.of(set.tiles()), seed), "trained on " + train);
    }

    /** Measures each half of the tiles with a classifier trained on the other half, for want of other tiles. */
    public static ColourBaselines ofHalves(TileSet set, Predictions predictions, long seed) {
        List<Split> trainings = new ArrayList<>();
        List<List<Tile>> tested = new ArrayList<>();
        List<List<Integer>> halves = predictions.halves(seed);
        for (int h = 0; h < 2; h++) {
            List<Tile> half = predictions.only(halves.get(1 - h)).tiles();
            Split parts = Split.stratified(set.classNames(), half, TO_CHOOSE_ON, seed);
            if (parts.validation().isEmpty()) {
                return new ColourBaselines(Map.of(), "too few tiles to train on");
            }
            trainings.add(parts);
            tested.add(predictions.only(halves.get(h)).tiles());
        }
        return new ColourBaselines(
                measured(set, trainings, tested, seed),
                "trained on one half of these tiles and tested on the other, both ways round");
    }

    private static Map<ColourFeatures, ConfusionMatrix> measured(
            TileSet set, List<Split> trainings, List<List<Tile>> tested, long seed) {
        Map<ColourFeatures, ConfusionMatrix> matrices = new EnumMap<>(ColourFeatures.class);
        for (ColourFeatures features : ColourFeatures.values()) {
            for (int i = 0; i < trainings.size(); i++) {
                Split parts = trainings.get(i);
                Split split = new Split(parts.training(), parts.validation(), tested.get(i));
                matrices.merge(
                        features,
                        ColourFeatures.baseline(features, set.classNames(), split, seed),
                        ConfusionMatrix::plus);
            }
        }
        return matrices;
    }
}

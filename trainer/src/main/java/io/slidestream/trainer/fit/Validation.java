package io.slidestream.trainer.fit;

import io.slidestream.networks.bundle.ModelConfig;
import io.slidestream.networks.engine.ClassScores;
import io.slidestream.networks.engine.InferenceEngine;
import io.slidestream.networks.patches.PatchTransform;
import io.slidestream.networks.weights.Tensor;
import io.slidestream.trainer.base.Progress;
import io.slidestream.trainer.data.Tile;
import io.slidestream.trainer.measure.Predictions;
import io.slidestream.trainer.measure.Temperature;
import io.slidestream.trainer.measure.TileEvaluation;
import io.slidestream.trainer.picture.Symmetry;
import io.slidestream.trainer.recipe.StartingNetwork;
import java.util.List;
import java.util.Map;

/**
 * Measures weights on the validation tiles, as they will be served: with the temperature that would be stored with them. A network that
 * fits its tiles closely is too sure of itself, and without it each epoch would have a higher loss than the one before, whatever it had
 * learnt. Not safe for concurrent use.
 */
public final class Validation {
    private static final int BATCH = 32;

    private final StartingNetwork network;
    private final ModelConfig config;
    private final List<Tile> tiles;
    private final double[] classWeights;
    private final int threads;
    private final Progress progress;
    private double seconds;

    public Validation(
            StartingNetwork network,
            ModelConfig config,
            List<Tile> tiles,
            double[] classWeights,
            int threads,
            Progress progress) {
        this.network = network;
        this.config = config;
        this.tiles = tiles;
        this.classWeights = classWeights.clone();
        this.threads = threads;
        this.progress = progress;
    }

    Score of(Map<String, Tensor> weights) {
        if (tiles.isEmpty()) {
            return Score.NONE;
        }
        long began = System.nanoTime();
        Predictions predictions;
        try (InferenceEngine engine = network.engine(weights, config.inputSizePx(), BATCH, threads)) {
            predictions = new Predictions(
                    config.classNames(),
                    tiles,
                    TileEvaluation.logits(
                            engine,
                            new PatchTransform(config),
                            tiles,
                            List.of(Symmetry.IDENTITY),
                            "classified",
                            progress));
        }
        seconds = (System.nanoTime() - began) / 1e9;
        return score(predictions, classWeights);
    }

    static Score score(Predictions predictions, double[] classWeights) {
        List<double[]> probabilities = predictions.probabilities(Temperature.toStore(predictions));
        double losses = 0;
        double sum = 0;
        int right = 0;
        for (int i = 0; i < predictions.size(); i++) {
            int truth = predictions.tiles().get(i).classIndex();
            double[] found = probabilities.get(i);
            losses -= classWeights[truth] * Math.log(Math.max(found[truth], 1e-30));
            sum += classWeights[truth];
            right += ClassScores.likeliest(found) == truth ? 1 : 0;
        }
        return new Score(losses / sum, (double) right / predictions.size());
    }

    /** Duration of the last validation, 0 before the first. */
    double seconds() {
        return seconds;
    }
}

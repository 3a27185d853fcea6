package io.slidestream.trainer.measure;

import io.slidestream.networks.bundle.BundleDraft;
import io.slidestream.networks.bundle.ModelConfig;
import io.slidestream.networks.engine.InferenceEngine;
import io.slidestream.networks.patches.PatchTransform;
import io.slidestream.networks.weights.Tensor;
import io.slidestream.trainer.base.Progress;
import io.slidestream.trainer.data.Tile;
import io.slidestream.trainer.picture.Symmetry;
import io.slidestream.trainer.recipe.TrainingParts;
import io.slidestream.trainer.recipe.TrainingRequest;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A trained network, measured.
 *
 * @param temperature fitted on the validation tiles
 * @param validation with the temperature
 * @param tested null where no tiles were left to test on
 */
public record Measured(
        double temperature,
        ConfusionMatrix validation,
        @Nullable TileEvaluation tested) {
    private static final int BATCH = 32;

    public static Measured of(
            TrainingRequest request,
            Map<String, Tensor> weights,
            ModelConfig config,
            TrainingParts parts,
            Progress progress) {
        progress.say("Measuring the trained network");
        List<Tile> held = parts.split().validation();
        Predictions validation;
        try (InferenceEngine engine =
                request.network().engine(weights, config.inputSizePx(), BATCH, request.threads())) {
            validation = new Predictions(
                    parts.set().classNames(),
                    held,
                    TileEvaluation.logits(
                            engine,
                            new PatchTransform(config),
                            held,
                            List.of(Symmetry.IDENTITY),
                            "validation tiles",
                            progress));
        }
        double temperature = Temperature.toStore(validation);
        ConfusionMatrix matrix =
                ConfusionMatrix.of(parts.set().classNames(), held, validation.probabilities(temperature));
        return new Measured(
                temperature, matrix, test(request, weights, config.withTemperature(temperature), parts, progress));
    }

    /** Null where no tiles were left to test on. */
    public @Nullable ConfusionMatrix test() {
        return tested == null ? null : tested.matrix();
    }

    /** Tests the network as users will run it: from a bundle, which is not kept. */
    private static @Nullable TileEvaluation test(
            TrainingRequest request,
            Map<String, Tensor> weights,
            ModelConfig config,
            TrainingParts parts,
            Progress progress) {
        List<Tile> tested = parts.split().test();
        if (tested.isEmpty()) {
            return null;
        }
        try (BundleDraft draft = new BundleDraft(request.model().out(), config, weights)) {
            return TileEvaluation.of(draft.bundle(), tested, request.threads(), progress);
        }
    }
}

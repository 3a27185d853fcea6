package io.slidestream.trainer.report;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.slidestream.networks.familiar.FamiliarFit;
import io.slidestream.trainer.data.Split;
import io.slidestream.trainer.data.SplitRatios;
import io.slidestream.trainer.data.TileSet;
import io.slidestream.trainer.fit.Familiarity;
import io.slidestream.trainer.fit.FoldFigures;
import io.slidestream.trainer.fit.HeadTrainer;
import io.slidestream.trainer.fit.NewLayerFigures;
import io.slidestream.trainer.fit.Projection;
import io.slidestream.trainer.fit.Refit;
import io.slidestream.trainer.fit.TrainingJson;
import io.slidestream.trainer.fit.Tuned;
import io.slidestream.trainer.measure.ConfusionMatrix;
import io.slidestream.trainer.measure.FigureJson;
import io.slidestream.trainer.recipe.Recipe;
import io.slidestream.trainer.recipe.TrainingRequest;
import java.util.Locale;

/** The figures of a training as metrics.json: everything that was measured, with the counts it rests on. */
public final class MetricsJson {
    private MetricsJson() {}

    public static byte[] of(TrainingReport report, String modelId) {
        ObjectNode root = FigureJson.object();
        TrainingRequest request = report.request();
        root.putObject("model")
                .put("id", modelId)
                .put("name", request.model().name())
                .put("architecture", request.network().label());
        root.set("data", data(report));
        root.set("recipe", recipe(report));
        root.set("training_course", TrainingJson.epochs(report.records()));
        ConfusionMatrix test = report.measured().test();
        if (test == null) {
            root.putNull("test");
        } else {
            root.set("test", FigureJson.measured(test));
        }
        Familiarity familiarity = report.familiarity();
        if (familiarity != null) {
            root.putObject("familiar")
                    .put("tiles", familiarity.tiles())
                    .put("share_of_held_out_tiles", FamiliarFit.FAMILIAR_SHARE)
                    .put("tiles_not_trained_on", familiarity.unseen())
                    .put("their_distance_to_that_of_tiles_trained_on", familiarity.stretch());
        }
        root.put("temperature", report.measured().temperature());
        root.set("validation", FigureJson.measured(report.measured().validation()));
        FoldFigures folds = report.folds();
        if (folds == null) {
            root.putNull("cross_validation");
        } else {
            ObjectNode node = root.putObject("cross_validation")
                    .put("folds", folds.each().size())
                    .put("dealt", report.parts().drawnHow())
                    .put("balanced_accuracy", folds.balanced());
            node.putArray("balanced_accuracy_95").add(folds.low()).add(folds.high());
            folds.each().forEach(node.putArray("balanced_accuracy_by_fold")::add);
            node.set("all_folds", FigureJson.measured(folds.matrix()));
        }
        ObjectNode baselines = root.putObject("baselines_on_the_same_test_tiles");
        report.baselines().forEach((features, matrix) -> {
            ObjectNode baseline = baselines.putObject(features.label());
            baseline.set("accuracy", FigureJson.proportion(matrix.accuracy()));
            baseline.put("balanced_accuracy", matrix.balancedAccuracy());
        });
        root.set("seed_study_projection", projection(report.projection()));
        return FigureJson.bytes(root);
    }

    private static ObjectNode data(TrainingReport report) {
        TileSet set = report.parts().set();
        Split split = report.parts().split();
        ObjectNode data = FigureJson.object()
                .put("tiles", set.tiles().size())
                .put("tile_size_px", set.tileSizePx())
                .put("tile_um_px", report.request().model().tileMpp())
                .put("repeats_left_out", set.repeats())
                .put("contradictions_left_out", set.contradictions().size())
                .put("unreadable_left_out", set.skipped().size());
        SplitRatios ratios = report.parts().drawnBy();
        ObjectNode parts = data.putObject("split")
                .put(
                        "by",
                        ratios == null
                                ? "the parts the data came in"
                                : "class, drawn at random " + report.parts().drawnHow());
        if (ratios != null) {
            parts.put("seed", report.request().data().seed())
                    .put("training_share", ratios.training())
                    .put("validation_share", ratios.validation());
        }
        if (report.parts().hasOtherTest()) {
            parts.put("test_tiles_from", report.parts().testSource());
        }
        parts.put("training", split.training().size())
                .put("validation", split.validation().size())
                .put("test", split.test().size());
        int[] training = set.countsByClass(split.training());
        int[] validation = set.countsByClass(split.validation());
        int[] test = set.countsByClass(split.test());
        ObjectNode classes = data.putObject("classes");
        for (int c = 0; c < training.length; c++) {
            classes.putObject(set.classNames().get(c))
                    .put("training", training[c])
                    .put("validation", validation[c])
                    .put("test", test[c]);
        }
        return data;
    }

    private static ObjectNode recipe(TrainingReport report) {
        Recipe recipe = report.recipe();
        ObjectNode node = FigureJson.object()
                .put("name", recipe.name())
                .put("starts_from", report.request().pretrained() == null ? "scratch, He et al." : "pretrained weights")
                .put("threads", report.request().threads())
                .put("seed", report.request().data().seed());
        NewLayerFigures layer = report.newLayer();
        if (layer != null) {
            node.putObject("new_layer")
                    .put("method", "last layer trained alone on cached features of the frozen network")
                    .put("loss", "cross-entropy, " + HeadTrainer.WEIGHTING.told() + ", L2 on the weights")
                    .put("optimiser", "sgd with momentum on scaled features, cosine learning rate")
                    .put("batch", HeadTrainer.BATCH)
                    .put("learning_rate", HeadTrainer.LEARNING_RATE)
                    .put("momentum", HeadTrainer.MOMENTUM)
                    .put("chosen_by", "strongest L2 within a standard error of the lowest validation loss")
                    .put("l2", layer.l2())
                    .put("positions_of_each_training_tile", layer.positions())
                    .put("epoch", layer.epoch())
                    .put("epochs_at_most", layer.epochs())
                    .put("validation_loss", layer.validation().loss())
                    .put("validation_accuracy", layer.validation().accuracy())
                    .put("classifier_bias_shift", layer.biasShift())
                    .put("largest_probability_difference_to_trained_layer", layer.largestDifference())
                    .put("features_per_second", layer.featuresPerSecond())
                    .put("samples_trained_per_second", layer.samplesPerSecond());
        }
        Tuned tuned = report.tuned();
        if (tuned != null) {
            ObjectNode all = node.putObject("all_layers")
                    .put("optimiser", recipe.steps().descent() == Recipe.Descent.SGDM ? "sgd with momentum" : "AdamW")
                    .put("batch", recipe.feeding().batch())
                    .put("learning_rate", recipe.steps().learningRate())
                    .put("new_layer_learning_rate_factor", recipe.steps().newLayerFactor())
                    .put("learning_rate_course", recipe.steps().rate().name().toLowerCase(Locale.ROOT))
                    .put(
                            recipe.steps().descent() == Recipe.Descent.SGDM ? "l2" : "weight_decay",
                            recipe.steps().decay())
                    .put("dropout", recipe.dropout())
                    .put("batch_norm", recipe.batchNorm().name().toLowerCase(Locale.ROOT));
            if (recipe.steps().descent() == Recipe.Descent.SGDM) {
                all.put("momentum", HeadTrainer.MOMENTUM);
            }
            if (Double.isFinite(recipe.steps().longestGradient())) {
                all.put("gradient_clipped_to", recipe.steps().longestGradient());
            }
            all.put("class_weights", recipe.feeding().weighting().name().toLowerCase(Locale.ROOT))
                    .put(
                            "flips_and_quarter_turns",
                            recipe.feeding().augmentation().turns())
                    .put("stain_jitter", recipe.feeding().augmentation().stain())
                    .put("shuffled", recipe.feeding().shuffle().name().toLowerCase(Locale.ROOT))
                    .put("weights_kept", recipe.course().kept().name().toLowerCase(Locale.ROOT))
                    .put("epochs_at_most", recipe.course().epochs())
                    .put("epochs", tuned.epochs())
                    .put("epoch", tuned.epoch())
                    .put("images_per_second", tuned.imagesPerSecond());
        }
        Refit.Figures refit = report.refit();
        if (refit != null) {
            node.putObject("refit_after_the_measuring")
                    .put("tiles", refit.tiles())
                    .put("epochs", refit.epochs())
                    .put("measured", false);
        }
        return node;
    }

    private static ObjectNode projection(Projection projection) {
        ObjectNode node = FigureJson.object().put("image_passes", Projection.PASSES);
        if (!Double.isNaN(projection.newLayerSeconds())) {
            node.put("new_layer_on_cached_features_seconds", projection.newLayerSeconds());
        }
        if (!Double.isNaN(projection.allLayersSeconds())) {
            node.put("all_layers_seconds", projection.allLayersSeconds());
        }
        return node;
    }
}

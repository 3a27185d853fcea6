package io.slidestream.trainer;

import com.fasterxml.jackson.databind.node.ObjectNode;

/** The figures of a training as metrics.json: everything that was measured, with the counts it rests on. */
final class MetricsJson {
    private MetricsJson() {}

    static byte[] of(TrainingReport report) {
        ObjectNode root = FigureJson.object();
        TrainingRequest request = report.request();
        root.putObject("model")
                .put("id", report.modelId())
                .put("name", request.name())
                .put("architecture", request.architecture().label());
        root.set("data", data(report));
        root.set("recipe", recipe(report));
        root.set("test", FigureJson.measured(report.test()));
        root.set("validation", FigureJson.measured(report.validation()));
        ObjectNode baselines = root.putObject("baselines_on_the_same_test_tiles");
        report.baselines().forEach((features, matrix) -> {
            ObjectNode baseline = baselines.putObject(features.label());
            baseline.set("accuracy", FigureJson.proportion(matrix.accuracy()));
            baseline.put("balanced_accuracy", matrix.balancedAccuracy());
        });
        return FigureJson.bytes(root);
    }

    private static ObjectNode data(TrainingReport report) {
        TileSet set = report.parts().set();
        Split split = report.parts().split();
        ObjectNode data = FigureJson.object()
                .put("tiles", set.tiles().size())
                .put("tile_size_px", set.tileSizePx())
                .put("tile_um_px", report.request().tileMpp())
                .put("repeats_left_out", set.repeats())
                .put("contradictions_left_out", set.contradictions().size())
                .put("unreadable_left_out", set.skipped().size());
        SplitRatios ratios = report.parts().drawnBy();
        ObjectNode parts = data.putObject("split")
                .put("by", ratios == null ? "the parts the data came in" : "class, drawn at random by tile");
        if (ratios != null) {
            parts.put("seed", report.request().seed())
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
        HeadTrainer.Run run = report.recipe().run();
        return FigureJson.object()
                .put("method", "new last layer on the features of the frozen pretrained network")
                .put("loss", "cross-entropy, classes weighted to count the same, L2 on the weights")
                .put("optimiser", "sgd with momentum on scaled features, cosine learning rate")
                .put("batch", HeadTrainer.BATCH)
                .put("learning_rate", HeadTrainer.LEARNING_RATE)
                .put("momentum", HeadTrainer.MOMENTUM)
                .put("chosen_by", "lowest validation loss over L2, positions and epochs")
                .put("l2", run.l2())
                .put("positions_of_each_training_tile", report.recipe().symmetries())
                .put("epoch", run.bestEpoch() + 1)
                .put("validation_loss", run.best().validationLoss())
                .put("classifier_bias_shift", report.reluShift())
                .put("largest_probability_difference_to_trained_layer", report.largestDifference());
    }
}

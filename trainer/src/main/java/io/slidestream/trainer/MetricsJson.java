package io.slidestream.trainer;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.OptionalDouble;

/** The figures of a training as metrics.json: everything that was measured, with the counts it rests on. */
final class MetricsJson {
    private static final JsonMapper MAPPER = new JsonMapper();

    private MetricsJson() {}

    static byte[] of(TrainingReport report) {
        ObjectNode root = MAPPER.createObjectNode();
        TrainingRequest request = report.request();
        root.putObject("model")
                .put("id", report.modelId())
                .put("name", request.name())
                .put("architecture", request.architecture().label());
        root.set("data", data(report));
        root.set("recipe", recipe(report));
        root.set("test", measured(report.test()));
        root.set("validation", measured(report.validation()));
        ObjectNode baselines = root.putObject("baselines_on_the_same_test_tiles");
        report.baselines().forEach((features, matrix) -> {
            ObjectNode baseline = baselines.putObject(features.label());
            baseline.set("accuracy", proportion(matrix.accuracy()));
            baseline.put("balanced_accuracy", matrix.balancedAccuracy());
        });
        return bytes(root);
    }

    private static ObjectNode data(TrainingReport report) {
        TileFolder folder = report.folder();
        Split split = report.split();
        ObjectNode data = MAPPER.createObjectNode()
                .put("tiles", folder.tiles().size())
                .put("tile_size_px", folder.tileSizePx())
                .put("tile_um_px", report.request().tileMpp())
                .put("repeats_left_out", folder.repeats())
                .put("contradictions_left_out", folder.contradictions().size());
        SplitRatios ratios = report.request().ratios();
        data.putObject("split")
                .put("by", "class, drawn at random by tile")
                .put("seed", report.request().seed())
                .put("training_share", ratios.training())
                .put("validation_share", ratios.validation())
                .put("training", split.training().size())
                .put("validation", split.validation().size())
                .put("test", split.test().size());
        int[] training = folder.countsByClass(split.training());
        int[] validation = folder.countsByClass(split.validation());
        int[] test = folder.countsByClass(split.test());
        ObjectNode classes = data.putObject("classes");
        for (int c = 0; c < training.length; c++) {
            classes.putObject(folder.classNames().get(c))
                    .put("training", training[c])
                    .put("validation", validation[c])
                    .put("test", test[c]);
        }
        return data;
    }

    private static ObjectNode recipe(TrainingReport report) {
        HeadTrainer.Run run = report.recipe().run();
        return MAPPER.createObjectNode()
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

    private static ObjectNode measured(ConfusionMatrix matrix) {
        ObjectNode node = MAPPER.createObjectNode();
        node.set("accuracy", proportion(matrix.accuracy()));
        node.put("balanced_accuracy", matrix.balancedAccuracy());
        ObjectNode classes = node.putObject("classes");
        List<String> names = matrix.classNames();
        for (int c = 0; c < names.size(); c++) {
            ObjectNode one = classes.putObject(names.get(c)).put("tiles", matrix.tilesOf(c));
            put(one, "precision", matrix.precision(c));
            put(one, "recall", matrix.recall(c));
            put(one, "f1", matrix.f1(c));
        }
        ArrayNode rows = node.putObject("confusion_matrix")
                .put("rows", "true class")
                .put("columns", "predicted class")
                .putArray("counts");
        for (int[] row : matrix.counts()) {
            ArrayNode cells = rows.addArray();
            for (int count : row) {
                cells.add(count);
            }
        }
        return node;
    }

    private static ObjectNode proportion(Proportion proportion) {
        ObjectNode node = MAPPER.createObjectNode()
                .put("value", proportion.value())
                .put("correct", proportion.count())
                .put("tiles", proportion.of());
        node.putArray("wilson_95").add(proportion.low()).add(proportion.high());
        return node;
    }

    private static void put(ObjectNode node, String key, OptionalDouble value) {
        if (value.isPresent()) {
            node.put(key, value.getAsDouble());
        } else {
            node.putNull(key);
        }
    }

    private static byte[] bytes(ObjectNode root) {
        try {
            DefaultPrettyPrinter printer =
                    new DefaultPrettyPrinter().withObjectIndenter(new DefaultIndenter("  ", "\n"));
            return (MAPPER.writer(printer).writeValueAsString(root) + "\n").getBytes(StandardCharsets.UTF_8);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("metrics that cannot be written", e);
        }
    }
}

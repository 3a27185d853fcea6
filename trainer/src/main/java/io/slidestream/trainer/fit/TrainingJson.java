package io.slidestream.trainer.fit;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.slidestream.trainer.measure.FigureJson;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** training.json: the figures of every epoch, for programs and for a training that goes on. */
public final class TrainingJson {
    private TrainingJson() {}

    public static byte[] of(String name, List<EpochRecord> records) {
        ObjectNode root = FigureJson.object().put("name", name);
        root.set("epochs", epochs(records));
        return FigureJson.bytes(root);
    }

    public static ArrayNode epochs(List<EpochRecord> records) {
        ArrayNode epochs = new JsonMapper().createArrayNode();
        for (EpochRecord record : records) {
            ObjectNode one = epochs.addObject()
                    .put("phase", record.phase())
                    .put("epoch", record.epoch())
                    .put("of_at_most", record.epochs());
            put(one, "learning_rate", record.learningRate());
            put(one, "training_loss", record.trainingLoss());
            put(one, "training_accuracy", record.trainingAccuracy());
            put(one, "validation_loss", record.validationLoss());
            put(one, "validation_accuracy", record.validationAccuracy());
            put(one, "images_per_second", record.imagesPerSecond());
            put(one, "seconds_left", record.secondsLeft());
        }
        return epochs;
    }

    /** Reads a file's records; empty where it cannot be read, since they are only for display. */
    public static List<EpochRecord> read(Path file) {
        try {
            return epochs(new JsonMapper().readTree(file.toFile()).path("epochs"));
        } catch (IOException | IllegalArgumentException e) {
            return List.of();
        }
    }

    /** @throws IllegalArgumentException for records that are none */
    public static List<EpochRecord> epochs(JsonNode array) {
        List<EpochRecord> records = new ArrayList<>();
        for (JsonNode one : array) {
            records.add(new EpochRecord(
                    one.path("phase").asText(),
                    one.path("epoch").asInt(),
                    one.path("of_at_most").asInt(),
                    figure(one, "learning_rate"),
                    new Score(figure(one, "training_loss"), figure(one, "training_accuracy")),
                    new Score(figure(one, "validation_loss"), figure(one, "validation_accuracy")),
                    figure(one, "images_per_second"),
                    figure(one, "seconds_left")));
        }
        return records;
    }

    private static double figure(JsonNode node, String key) {
        return node.path(key).asDouble(Double.NaN);
    }

    private static void put(ObjectNode node, String key, double value) {
        if (Double.isFinite(value)) {
            node.put(key, value);
        } else {
            node.putNull(key);
        }
    }
}

package io.slidestream.trainer.measure;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.OptionalDouble;

/** Figures as metrics.json and report.json write them: each with the counts it rests on. */
public final class FigureJson {
    private static final JsonMapper MAPPER = new JsonMapper();

    private FigureJson() {}

    public static ObjectNode object() {
        return MAPPER.createObjectNode();
    }

    public static ObjectNode measured(ConfusionMatrix matrix) {
        ObjectNode node = MAPPER.createObjectNode();
        node.set("accuracy", proportion(matrix.accuracy()));
        node.put("balanced_accuracy", matrix.balancedAccuracy());
        put(node, "mean_precision", matrix.meanPrecision());
        put(node, "mean_f1", matrix.meanF1());
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

    public static ObjectNode proportion(Proportion proportion) {
        ObjectNode node = MAPPER.createObjectNode()
                .put("value", proportion.value())
                .put("correct", proportion.count())
                .put("tiles", proportion.of());
        node.putArray("wilson_95").add(proportion.low()).add(proportion.high());
        return node;
    }

    static void put(ObjectNode node, String key, OptionalDouble value) {
        if (value.isPresent()) {
            node.put(key, value.getAsDouble());
        } else {
            node.putNull(key);
        }
    }

    public static byte[] bytes(ObjectNode root) {
        try {
            DefaultPrettyPrinter printer =
                    new DefaultPrettyPrinter().withObjectIndenter(new DefaultIndenter("  ", "\n"));
            return (MAPPER.writer(printer).writeValueAsString(root) + "\n").getBytes(StandardCharsets.UTF_8);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("figures that cannot be written", e);
        }
    }
}

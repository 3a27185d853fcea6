package io.slidestream.networks.onnx;

import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** The keys {@code onnx} and {@code onnx_int8} of a bundle's metrics.json. All others keep their place and their numbers, written as Java writes them. */
final class OnnxMetrics {
    private static final JsonMapper MAPPER = new JsonMapper();

    private OnnxMetrics() {}

    static void record(Path folder, Agreement agreement, long bytes) throws IOException {
        record(
                folder,
                "onnx",
                MAPPER.createObjectNode()
                        .put("max_abs_difference", agreement.maxAbsDifference())
                        .put("patches", agreement.patches())
                        .put("bytes", bytes));
    }

    static void record(Path folder, Int8Report report) throws IOException {
        record(
                folder,
                "onnx_int8",
                MAPPER.createObjectNode()
                        .put("accuracy", report.accuracy())
                        .put("fp32_accuracy", report.fp32Accuracy())
                        .put("class_agreement", report.agreement())
                        .put("mean_abs_difference", report.meanAbsDifference())
                        .put("tiles", report.heldOut())
                        .put("calibration_tiles", report.calibrated())
                        .put("bytes", report.bytes()));
    }

    private static void record(Path folder, String key, ObjectNode value) throws IOException {
        Path file = folder.resolve("metrics.json");
        JsonNode root = Files.exists(file) ? MAPPER.readTree(Files.readAllBytes(file)) : MAPPER.createObjectNode();
        if (!(root instanceof ObjectNode metrics)) {
            throw new IOException(file + " does not hold a JSON object");
        }
        metrics.set(key, value);
        DefaultPrettyPrinter printer = new DefaultPrettyPrinter().withObjectIndenter(new DefaultIndenter("  ", "\n"));
        Path draft = folder.resolve(".metrics.json.new");
        Files.write(
                draft, (MAPPER.writer(printer).writeValueAsString(metrics) + "\n").getBytes(StandardCharsets.UTF_8));
        Files.move(draft, file, StandardCopyOption.REPLACE_EXISTING);
    }
}

package io.slidestream.networks.published;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.slidestream.contracts.files.FileFault;
import io.slidestream.networks.bundle.ModelBundleException;
import io.slidestream.networks.bundle.ModelConfig;
import io.slidestream.networks.bundle.TransformStep;
import io.slidestream.networks.bundle.TransformStep.Normalize;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a configuration beside published weights says: WSInfer's, or timm's as the model hubs have it. What it does not
 * say is null.
 *
 * @param transform with its resize, if there is one
 * @param normalize without the rest of a transform
 */
record ForeignConfig(
        String kind,
        @Nullable List<String> classes,
        @Nullable Integer patchPx,
        @Nullable Double mpp,
        @Nullable List<TransformStep> transform,
        @Nullable Normalize normalize) {
    static final ForeignConfig NONE = new ForeignConfig("", null, null, null, null, null);

    private static final int MOST_BYTES = 16 << 20;

    static ForeignConfig read(Path file) {
        try {
            if (Files.size(file) > MOST_BYTES) {
                throw new ModelBundleException(file + " is no configuration: it has " + Files.size(file) + " bytes");
            }
            JsonNode root = new JsonMapper().readTree(Files.readAllBytes(file));
            if (root.has("spec_version")) {
                ModelConfig config = ModelConfig.read(file);
                return new ForeignConfig(
                        "WSInfer's configuration " + file.getFileName(),
                        config.classNames(),
                        config.patchSizePx(),
                        config.spacingUmPx(),
                        config.transform(),
                        null);
            }
            if (root.has("architecture") && (root.has("pretrained_cfg") || root.has("label_names"))) {
                return timm(file, root);
            }
        } catch (JsonProcessingException e) {
            throw new ModelBundleException(file + " is not valid JSON: " + e.getOriginalMessage(), e);
        } catch (IOException e) {
            throw new ModelBundleException("cannot read " + file + ": " + FileFault.words(e), e);
        }
        throw new ModelBundleException(file + " is neither WSInfer's configuration (spec_version) nor timm's"
                + " (architecture, pretrained_cfg)");
    }

    private static ForeignConfig timm(Path file, JsonNode root) {
        JsonNode own = root.path("pretrained_cfg");
        if (root.path("architecture").asText().startsWith("tf_")) {
            throw new ModelBundleException(
                    file + " is of " + root.path("architecture").asText()
                            + ", whose padding is TensorFlow's and not known here: an ONNX export of it is served as it is");
        }
        JsonNode labels = root.has("label_names") ? root.path("label_names") : own.path("label_names");
        List<String> classes = new ArrayList<>();
        labels.forEach(label -> classes.add(label.asText()));
        JsonNode size = own.path("input_size");
        List<Double> mean = numbers(own.path("mean"));
        List<Double> std = numbers(own.path("std"));
        try {
            return new ForeignConfig(
                    "timm's configuration " + file.getFileName(),
                    classes.isEmpty() ? null : classes,
                    size.size() == 3 && size.path(2).isInt() ? size.path(2).intValue() : null,
                    null,
                    null,
                    mean.isEmpty() ? null : new Normalize(mean, std));
        } catch (IllegalArgumentException e) {
            throw new ModelBundleException(file + " cannot be used: " + e.getMessage(), e);
        }
    }

    private static List<Double> numbers(JsonNode array) {
        List<Double> numbers = new ArrayList<>();
        array.forEach(number -> numbers.add(number.isNumber() ? number.doubleValue() : Double.NaN));
        return numbers;
    }
}

package io.slidestream.networks.bundle;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.slidestream.networks.bundle.TransformStep.Normalize;
import io.slidestream.networks.bundle.TransformStep.Resize;
import io.slidestream.networks.bundle.TransformStep.ToTensor;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** The bytes of config.json. Equal configurations give equal bytes, since the model's id is a hash of them. */
final class ModelConfigJson {
    private static final JsonMapper MAPPER = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private ModelConfigJson() {}

    /**
     * @param source named in the messages
     * @throws ModelBundleException naming every fault there is
     */
    static ModelConfig read(String source, byte[] json) {
        try {
            return new ModelConfigReader(source, MAPPER.readTree(json)).config();
        } catch (JsonProcessingException e) {
            throw new ModelBundleException(
                    source + " is not valid JSON: " + e.getOriginalMessage()
                            + (e.getLocation() == null
                                    ? ""
                                    : " (line " + e.getLocation().getLineNr() + ")"),
                    e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** WSInfer's own keys, on one line. */
    static String wsinfer(ModelConfig config) {
        return root(config).toString();
    }

    static byte[] write(ModelConfig config) {
        ObjectNode root = root(config);
        ObjectNode own = MAPPER.createObjectNode();
        if (config.name() != null) {
            own.put("name", config.name());
        }
        if (config.licence() != null) {
            own.put("licence", config.licence());
        }
        if (config.temperature() != 1) {
            own.put("temperature", config.temperature());
        }
        if (!own.isEmpty()) {
            root.set("slidestream", own);
        }
        try {
            DefaultIndenter indenter = new DefaultIndenter("  ", "\n");
            return (MAPPER.writer(new DefaultPrettyPrinter().withObjectIndenter(indenter))
                                    .writeValueAsString(root)
                            + "\n")
                    .getBytes(StandardCharsets.UTF_8);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a configuration that cannot be written: " + config, e);
        }
    }

    private static ObjectNode root(ModelConfig config) {
        ObjectNode root = MAPPER.createObjectNode();
        root.put("spec_version", ModelConfig.SPEC_VERSION);
        root.put("architecture", config.architecture());
        root.put("num_classes", config.classNames().size());
        ArrayNode names = root.putArray("class_names");
        config.classNames().forEach(names::add);
        root.put("patch_size_pixels", config.patchSizePx());
        root.put("spacing_um_px", config.spacingUmPx());
        ArrayNode steps = root.putArray("transform");
        config.transform().forEach(step -> steps.add(node(step)));
        return root;
    }

    private static ObjectNode node(TransformStep step) {
        ObjectNode node = MAPPER.createObjectNode().put("name", step.getClass().getSimpleName());
        if (step instanceof Resize resize) {
            node.putObject("arguments").put("size", resize.sizePx());
        } else if (step instanceof Normalize normalize) {
            ObjectNode arguments = node.putObject("arguments");
            normalize.mean().forEach(arguments.putArray("mean")::add);
            normalize.std().forEach(arguments.putArray("std")::add);
        } else if (!(step instanceof ToTensor)) {
            throw new IllegalStateException("unknown step " + step);
        }
        return node;
    }
}

package io.slidestream.networks.bundle;

import com.fasterxml.jackson.databind.JsonNode;
import io.slidestream.networks.bundle.TransformStep.Normalize;
import io.slidestream.networks.bundle.TransformStep.Resize;
import io.slidestream.networks.bundle.TransformStep.ToTensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Reads one configuration and gathers what is wrong with it, so that a person mends it in one go. */
final class ModelConfigReader {
    private static final Set<String> OWN_KEYS = Set.of("name", "licence", "temperature");

    private final String source;
    private final JsonNode root;
    private final List<String> faults = new ArrayList<>();

    ModelConfigReader(String source, JsonNode root) {
        this.source = source;
        this.root = root;
    }

    ModelConfig config() {
        if (!root.isObject()) {
            throw new ModelBundleException(source + " must hold one JSON object");
        }
        if (!root.path("spec_version").asText().equals(ModelConfig.SPEC_VERSION)) {
            fault("spec_version must be \"" + ModelConfig.SPEC_VERSION + "\"", root.get("spec_version"));
        }
        String architecture = text(root, "", "architecture").orElse("");
        List<String> classNames = classNames();
        int patchSizePx = whole("patch_size_pixels", ModelConfig.MAX_PATCH_PX);
        double spacingUmPx = positive(root, "", "spacing_um_px");
        List<TransformStep> transform = transform();

        JsonNode own = root.path("slidestream");
        checkOwnKeys(own);
        String name = own.has("name") ? text(own, "slidestream.", "name").orElse(null) : null;
        String licence =
                own.has("licence") ? text(own, "slidestream.", "licence").orElse(null) : null;
        double temperature = own.has("temperature") ? positive(own, "slidestream.", "temperature") : 1;

        if (!faults.isEmpty()) {
            throw new ModelBundleException(source + " is not a usable model configuration (WSInfer specification "
                    + ModelConfig.SPEC_VERSION + "):\n  - " + String.join("\n  - ", faults));
        }
        return new ModelConfig(
                architecture, classNames, patchSizePx, spacingUmPx, transform, name, licence, temperature);
    }

    private List<String> classNames() {
        JsonNode names = root.path("class_names");
        List<String> result = new ArrayList<>();
        names.forEach(name -> result.add(name.isTextual() ? name.textValue() : ""));
        if (!names.isArray()) {
            fault("class_names must be a list of names", root.get("class_names"));
        } else {
            faults.addAll(ModelConfig.classNameFaults(result));
        }
        int count = whole("num_classes", Integer.MAX_VALUE);
        if (names.isArray() && count > 0 && count != result.size()) {
            faults.add("num_classes is " + count + " but class_names holds " + result.size());
        }
        return result;
    }

    private List<TransformStep> transform() {
        JsonNode steps = root.path("transform");
        if (!steps.isArray()) {
            fault("transform must be a list of steps", root.get("transform"));
            return List.of();
        }
        List<TransformStep> result = new ArrayList<>();
        for (int i = 0; i < steps.size(); i++) {
            TransformStep step = step("transform[" + i + "]", steps.get(i));
            if (step != null) {
                result.add(step);
            }
        }
        if (result.size() == steps.size()) {
            faults.addAll(ModelConfig.transformFaults(result));
        }
        return result;
    }

    private @Nullable TransformStep step(String where, JsonNode node) {
        JsonNode arguments = node.path("arguments");
        return switch (node.path("name").asText()) {
            case "Resize" ->
                made(
                        where,
                        arguments,
                        Set.of("size"),
                        () -> new Resize(
                                arguments.path("size").isIntegralNumber()
                                        ? arguments.get("size").intValue()
                                        : 0));
            case "ToTensor" -> made(where, arguments, Set.of(), ToTensor::new);
            case "Normalize" ->
                made(
                        where,
                        arguments,
                        Set.of("mean", "std"),
                        () -> new Normalize(numbers(arguments.path("mean")), numbers(arguments.path("std"))));
            default -> {
                fault(where + ".name must be Resize, ToTensor or Normalize", node.get("name"));
                yield null;
            }
        };
    }

    private @Nullable TransformStep made(
            String where, JsonNode arguments, Set<String> known, Supplier<TransformStep> step) {
        Set<String> unknown = new TreeSet<>();
        arguments.fieldNames().forEachRemaining(unknown::add);
        unknown.removeAll(known);
        if (!unknown.isEmpty()) {
            faults.add(where + " has arguments this version does not know: " + unknown);
        }
        try {
            return step.get();
        } catch (IllegalArgumentException e) {
            faults.add(where + ": " + e.getMessage());
            return null;
        }
    }

    private static List<Double> numbers(JsonNode array) {
        List<Double> result = new ArrayList<>();
        array.forEach(number -> result.add(number.isNumber() ? number.doubleValue() : Double.NaN));
        return result;
    }

    private void checkOwnKeys(JsonNode own) {
        if (!own.isMissingNode() && !own.isObject()) {
            fault("slidestream must be an object", own);
        }
        own.fieldNames().forEachRemaining(key -> {
            if (!OWN_KEYS.contains(key)) {
                faults.add("slidestream." + key + " is unknown, known are " + new TreeSet<>(OWN_KEYS));
            }
        });
    }

    private Optional<String> text(JsonNode parent, String prefix, String key) {
        JsonNode node = parent.path(key);
        if (node.isTextual() && !node.textValue().isBlank()) {
            return Optional.of(node.textValue());
        }
        fault(prefix + key + " must be a text", parent.get(key));
        return Optional.empty();
    }

    private int whole(String key, int max) {
        JsonNode node = root.path(key);
        if (node.isIntegralNumber() && node.canConvertToInt() && node.intValue() >= 1 && node.intValue() <= max) {
            return node.intValue();
        }
        fault(key + " must be a whole number from 1" + (max < Integer.MAX_VALUE ? " to " + max : ""), root.get(key));
        return 0;
    }

    private double positive(JsonNode parent, String prefix, String key) {
        JsonNode node = parent.path(key);
        if (node.isNumber() && ModelConfig.positive(node.doubleValue())) {
            return node.doubleValue();
        }
        fault(prefix + key + " must be a positive number", parent.get(key));
        return 0;
    }

    private void fault(String rule, @Nullable JsonNode found) {
        faults.add(rule + (found == null ? ", is missing" : ", was " + found));
    }
}

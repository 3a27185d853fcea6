package io.slidestream.networks.bundle;

import io.slidestream.networks.bundle.TransformStep.Normalize;
import io.slidestream.networks.bundle.TransformStep.Resize;
import io.slidestream.networks.bundle.TransformStep.ToTensor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A model configuration after WSInfer's specification 1.0, with our own keys under {@code slidestream}.
 *
 * <p>The transform is {@code Resize} (may be absent), {@code ToTensor}, {@code Normalize} (may be absent), in this
 * order: the only one in which the three mean what WSInfer's runner does.
 *
 * @param architecture by its common name; whether this build can run it is the bundle's question
 * @param classNames in the order of the network's outputs
 * @param patchSizePx side of the patch cut from the slide at {@code spacingUmPx}, before any resize
 * @param spacingUmPx microns per pixel of the patch
 * @param name what people call the model, or null
 * @param licence of the weights, or null
 * @param temperature what the logits are divided by before the softmax; 1 where the model is not calibrated
 */
public record ModelConfig(
        String architecture,
        List<String> classNames,
        int patchSizePx,
        double spacingUmPx,
        List<TransformStep> transform,
        @Nullable String name,
        @Nullable String licence,
        double temperature) {
    static final String SPEC_VERSION = "1.0";
    static final int MAX_PATCH_PX = 16_384;
    /** Each has a probability in every message about a tile, and a name in every one about a slide. */
    static final int MAX_CLASSES = 1000;

    private static final int MAX_NAME_LENGTH = 200;

    public ModelConfig {
        classNames = List.copyOf(classNames);
        transform = List.copyOf(transform);
        List<String> faults = new ArrayList<>();
        if (architecture.isBlank()) {
            faults.add("architecture must not be blank");
        }
        faults.addAll(classNameFaults(classNames));
        if (patchSizePx < 1 || patchSizePx > MAX_PATCH_PX) {
            faults.add("patch_size_pixels must be in 1.." + MAX_PATCH_PX + ", was " + patchSizePx);
        }
        if (!positive(spacingUmPx)) {
            faults.add("spacing_um_px must be positive, was " + spacingUmPx);
        }
        faults.addAll(transformFaults(transform));
        if (!positive(temperature)) {
            faults.add("slidestream.temperature must be positive, was " + temperature);
        }
        if (!faults.isEmpty()) {
            throw new IllegalArgumentException(String.join("; ", faults));
        }
    }

    /**
     * Reads a configuration file.
     *
     * @throws ModelBundleException naming every fault there is
     */
    public static ModelConfig read(Path file) throws IOException {
        return ModelConfigJson.read(file.toString(), Files.readAllBytes(file));
    }

    /** The same with another temperature, and so of another model id. */
    public ModelConfig withTemperature(double other) {
        return new ModelConfig(architecture, classNames, patchSizePx, spacingUmPx, transform, name, licence, other);
    }

    /** Side of the network's input: what {@code Resize} makes, or the patch itself. */
    public int inputSizePx() {
        return step(Resize.class).map(Resize::sizePx).orElse(patchSizePx);
    }

    public <S extends TransformStep> Optional<S> step(Class<S> kind) {
        return transform.stream().filter(kind::isInstance).map(kind::cast).findFirst();
    }

    static boolean positive(double value) {
        return value > 0 && value < Double.POSITIVE_INFINITY;
    }

    static List<String> classNameFaults(List<String> names) {
        if (names.isEmpty()) {
            return List.of("class_names must not be empty");
        }
        if (names.size() > MAX_CLASSES) {
            return List.of("class_names must be " + MAX_CLASSES + " at most, were " + names.size());
        }
        if (names.size() == 1) {
            return List.of(
                    "class_names must be two at least, was " + names + ": a tile is of one class or of another."
                            + " A network with one output, the probability of the second class, needs the name of the first too");
        }
        if (names.stream().anyMatch(String::isBlank)) {
            return List.of("class_names must not be blank, were " + names);
        }
        Optional<String> longName =
                names.stream().filter(name -> name.length() > MAX_NAME_LENGTH).findFirst();
        if (longName.isPresent()) {
            return List.of("class_names must have " + MAX_NAME_LENGTH + " characters at most, "
                    + longName.get().substring(0, 20) + "… has "
                    + longName.get().length());
        }
        return new HashSet<>(names).size() == names.size()
                ? List.of()
                : List.of("class_names must differ from each other, were " + names);
    }

    static List<String> transformFaults(List<TransformStep> steps) {
        List<Class<?>> order = List.of(Resize.class, ToTensor.class, Normalize.class);
        List<Integer> places =
                steps.stream().map(step -> order.indexOf(step.getClass())).toList();
        boolean ascending = places.stream().distinct().sorted().toList().equals(places);
        return ascending && places.contains(1)
                ? List.of()
                : List.of("transform must be Resize (optional), ToTensor, Normalize (optional), in this order, was "
                        + steps.stream()
                                .map(step -> step.getClass().getSimpleName())
                                .toList());
    }
}

package io.slidestream.networks.graph;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What of a network is in bytes: values between layers, and layers that read such values. All else is in floats.
 *
 * @param scales by the name of the value
 * @param layers by the name of the layer's weight
 */
public record ByteForm(Map<String, ByteScale> scales, Map<String, ByteLayer> layers) {
    /** Floats throughout. */
    public static final ByteForm NONE = new ByteForm(Map.of(), Map.of());

    public ByteForm {
        scales = Map.copyOf(scales);
        layers = Map.copyOf(layers);
    }

    /** The bytes of a value; null where it is in floats. */
    public @Nullable ByteScale scale(String value) {
        return scales.get(value);
    }

    /** A layer's bytes; null where it is in floats. */
    public @Nullable ByteLayer layer(String weight) {
        return layers.get(weight);
    }

    public boolean isEmpty() {
        return scales.isEmpty() && layers.isEmpty();
    }
}

package io.slidestream.networks.onnx;

import java.nio.FloatBuffer;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a network gave for some patches, one after another.
 *
 * @param features null where there is nothing to compare them with
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record Outputs(FloatBuffer logits, float @Nullable [] features) {
    /** Puts what consecutive patches gave together. */
    static Outputs joined(List<Outputs> parts) {
        if (parts.size() == 1) {
            return parts.get(0);
        }
        FloatBuffer logits = FloatBuffer.allocate(
                parts.stream().mapToInt(part -> part.logits().remaining()).sum());
        FloatBuffer features = FloatBuffer.allocate(parts.stream()
                .mapToInt(part -> part.features() == null ? 0 : part.features().length)
                .sum());
        for (Outputs part : parts) {
            logits.put(part.logits());
            if (part.features() != null) {
                features.put(part.features());
            }
        }
        return new Outputs(logits.flip(), features.capacity() == 0 ? null : features.array());
    }
}

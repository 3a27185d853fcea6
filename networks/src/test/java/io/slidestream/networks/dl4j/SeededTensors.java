package io.slidestream.networks.dl4j;

import io.slidestream.networks.bundle.Architecture;
import io.slidestream.networks.patches.PatchLayout;
import io.slidestream.networks.weights.Tensor;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.LinkedHashMap;
import java.util.Map;

/** Weights and patches from a formula that golden_logits.py shares. */
public final class SeededTensors {
    private static final int PATCH_SALT = 0;

    private SeededTensors() {}

    public static Map<String, Tensor> weights(Architecture architecture, int classCount) {
        Map<String, Tensor> weights = new LinkedHashMap<>();
        architecture.shapes(classCount).forEach((name, shape) -> {
            Tensor tensor = Tensor.zeros(shape);
            int inputs = tensor.values().length / shape[0];
            double scale = name.endsWith("weight") ? Math.sqrt(6.0 / inputs) : 0.1;
            int salt = weights.size() + 1;
            for (int i = 0; i < tensor.values().length; i++) {
                tensor.values()[i] = value(salt, i, scale);
            }
            weights.put(name, tensor);
        });
        return weights;
    }

    /** Patches {@code first}, {@code first + 1}… of one endless seeded sequence, the rest of the batch zero. */
    public static FloatBuffer patches(PatchLayout layout, int batchSize, int... indices) {
        FloatBuffer patches = ByteBuffer.allocateDirect(batchSize * layout.floatsPerPatch() * Float.BYTES)
                .order(ByteOrder.nativeOrder())
                .asFloatBuffer();
        for (int slot = 0; slot < indices.length; slot++) {
            put(patches, layout, slot, indices[slot]);
        }
        return patches;
    }

    private static void put(FloatBuffer patches, PatchLayout layout, int slot, int index) {
        int area = layout.sizePx() * layout.sizePx();
        for (int channel = 0; channel < 3; channel++) {
            for (int pixel = 0; pixel < area; pixel++) {
                float value = value(PATCH_SALT, index * 3 * area + channel * area + pixel, 2);
                int within = layout.order() == PatchLayout.Order.NCHW ? channel * area + pixel : pixel * 3 + channel;
                patches.put(slot * layout.floatsPerPatch() + within, value);
            }
        }
    }

    /** MurmurHash3's finaliser of the index, as a number in -scale..scale. */
    private static float value(int salt, int index, double scale) {
        int x = index + salt * 0x9E3779B9;
        x ^= x >>> 16;
        x *= 0x85EBCA6B;
        x ^= x >>> 13;
        x *= 0xC2B2AE35;
        x ^= x >>> 16;
        return (float) ((Integer.toUnsignedLong(x) / 2147483648.0 - 1) * scale);
    }
}

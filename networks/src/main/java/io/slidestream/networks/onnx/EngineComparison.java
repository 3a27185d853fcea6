package io.slidestream.networks.onnx;

import io.slidestream.networks.bundle.ModelConfig;
import io.slidestream.networks.engine.InferenceEngine;
import io.slidestream.networks.patches.PatchTransform;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.Arrays;

/** Shows the same pictures to two engines, each in its own layout. For one thread. */
final class EngineComparison {
    private final InferenceEngine first;
    private final InferenceEngine second;
    private final PatchTransform transform;
    private final FloatBuffer firstPatches;
    private final FloatBuffer secondPatches;
    private int filled;
    private int compared;
    private double maxAbsDifference;

    /** @param config of both, who have the same batch size and stay the caller's */
    EngineComparison(ModelConfig config, InferenceEngine first, InferenceEngine second) {
        this.first = first;
        this.second = second;
        transform = new PatchTransform(config);
        firstPatches = buffer(first);
        secondPatches = buffer(second);
    }

    /** @param rgb pixels 0xRRGGBB */
    void add(int[] rgb, int widthPx, int heightPx) {
        transform.apply(rgb, widthPx, heightPx, firstPatches, filled, first.layout());
        transform.apply(rgb, widthPx, heightPx, secondPatches, filled, second.layout());
        filled++;
        if (filled == first.batchSize()) {
            run();
        }
    }

    /** Agreement on all pictures so far. */
    Agreement agreement() {
        if (filled > 0) {
            run();
        }
        return new Agreement(maxAbsDifference, compared);
    }

    private void run() {
        float[] one = first.logits(firstPatches, filled);
        float[] other = second.logits(secondPatches, filled);
        if (one.length != other.length) {
            throw new IllegalStateException(
                    "engines differ in classes: " + Arrays.toString(one) + " and " + Arrays.toString(other));
        }
        int classes = one.length / filled;
        for (int i = 0; i < one.length; i++) {
            double difference = Math.abs((double) one[i] - other[i]) / largest(one, i / classes * classes, classes);
            // A difference that is no number is the worst of all, and Math.max keeps it.
            maxAbsDifference = Math.max(maxAbsDifference, difference);
        }
        compared += filled;
        filled = 0;
    }

    /** Floats have seven digits, so of large numbers only the first are alike. */
    private static double largest(float[] logits, int from, int classes) {
        double largest = 1;
        for (int i = from; i < from + classes; i++) {
            largest = Math.max(largest, Math.abs(logits[i]));
        }
        return largest;
    }

    private static FloatBuffer buffer(InferenceEngine engine) {
        return ByteBuffer.allocateDirect(engine.batchSize() * engine.layout().floatsPerPatch() * Float.BYTES)
                .order(ByteOrder.nativeOrder())
                .asFloatBuffer();
    }
}

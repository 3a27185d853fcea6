package io.slidestream.networks.engine;

import io.slidestream.networks.patches.PatchLayout;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntToLongFunction;

/** Two classes; a patch's logits are (red of its top left pixel, 0). Tells a clock how long a call took. */
final class CornerEngine implements InferenceEngine {
    final List<Integer> calls = new ArrayList<>();
    long nanos;

    /** By batch size. */
    IntToLongFunction callNanos = size -> 0;

    int roomFor = Integer.MAX_VALUE;
    boolean fixed;
    boolean closed;
    private final PatchLayout layout;
    private int batchSize;

    CornerEngine(PatchLayout layout, int batchSize) {
        this.layout = layout;
        this.batchSize = batchSize;
    }

    @Override
    public PatchLayout layout() {
        return layout;
    }

    @Override
    public int batchSize() {
        return batchSize;
    }

    @Override
    public boolean resize(int patches) {
        if (!fixed) {
            batchSize = patches;
        }
        return !fixed;
    }

    @Override
    public int classCount() {
        return 2;
    }

    @Override
    public float[] logits(FloatBuffer patches, int count) {
        layout.checkBatch(patches, batchSize, count);
        if (batchSize > roomFor) {
            throw new EngineMemoryException("no memory for " + batchSize + " patches", null);
        }
        calls.add(batchSize);
        nanos += callNanos.applyAsLong(batchSize);
        float[] logits = new float[2 * count];
        for (int i = 0; i < count; i++) {
            logits[2 * i] = patches.get(i * layout.floatsPerPatch());
        }
        return logits;
    }

    @Override
    public String description() {
        return "corner";
    }

    @Override
    public void close() {
        closed = true;
    }
}

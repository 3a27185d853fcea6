package io.slidestream.worker;

import io.slidestream.networks.engine.EngineMemoryException;
import io.slidestream.networks.engine.InferenceEngine;
import io.slidestream.networks.patches.PatchLayout;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/** Two classes; a patch's logits are (first value, 0). */
public final class FakeEngine implements InferenceEngine {
    public final List<Integer> counts = new CopyOnWriteArrayList<>();
    /** Batches that were begun and not yet asked for. */
    public final Set<FloatBuffer> begun = Collections.newSetFromMap(new IdentityHashMap<>());

    /** What beginning with a batch does besides. */
    public volatile Runnable beginning = () -> {};

    /** Most of them at a time. */
    public volatile int mostBegun;

    public volatile int atOnce = 2;

    public volatile boolean closed;

    /** What call number n, from 1, throws. */
    public volatile IntFunction<@Nullable RuntimeException> failure = call -> null;

    /** Patches of a call that find memory. */
    public volatile int roomFor = Integer.MAX_VALUE;

    private volatile int batchSize;

    public FakeEngine(int batchSize) {
        this.batchSize = batchSize;
    }

    @Override
    public PatchLayout layout() {
        return new PatchLayout(1, PatchLayout.Order.NCHW);
    }

    @Override
    public int batchSize() {
        return batchSize;
    }

    @Override
    public boolean resize(int patches) {
        batchSize = patches;
        return true;
    }

    @Override
    public int classCount() {
        return 2;
    }

    @Override
    public int atOnce() {
        return atOnce;
    }

    @Override
    public void begin(FloatBuffer patches) {
        beginning.run();
        begun.add(patches);
        mostBegun = Math.max(mostBegun, begun.size());
    }

    @Override
    public float[] logits(FloatBuffer patches, int count) {
        if (closed) {
            throw new IllegalStateException("closed");
        }
        if (batchSize > roomFor) {
            throw new EngineMemoryException("no memory for " + batchSize + " patches", null);
        }
        layout().checkBatch(patches, batchSize, count);
        counts.add(count);
        begun.remove(patches);
        RuntimeException thrown = failure.apply(counts.size());
        if (thrown != null) {
            throw thrown;
        }
        List<Float> logits = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            logits.add(patches.get(i * layout().floatsPerPatch()));
            logits.add(0f);
        }
        float[] array = new float[logits.size()];
        for (int i = 0; i < array.length; i++) {
            array[i] = logits.get(i);
        }
        return array;
    }

    @Override
    public String description() {
        return "fake";
    }

    @Override
    public void close() {
        closed = true;
    }
}

package io.slidestream.proving.bench;

import io.slidestream.networks.engine.BatchScores;
import io.slidestream.networks.engine.ForwardingEngine;
import io.slidestream.networks.engine.InferenceEngine;
import java.nio.FloatBuffer;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/** An engine that takes as long for each patch as one on a machine of its own, and leaves the processor to others meanwhile. */
final class PacedEngine extends ForwardingEngine {
    private static final double NANOS = 1e9;
    private final double patchesPerSecond;
    private final AtomicLong computed = new AtomicLong();

    PacedEngine(InferenceEngine engine, double patchesPerSecond) {
        super(engine);
        this.patchesPerSecond = patchesPerSecond;
    }

    /** Patches since it was made. */
    long computed() {
        return computed.get();
    }

    @Override
    public float[] logits(FloatBuffer patches, int count) {
        long until = until(count);
        float[] logits = super.logits(patches, count);
        rest(until);
        computed.addAndGet(count);
        return logits;
    }

    @Override
    public BatchScores scores(FloatBuffer patches, int count) {
        long until = until(count);
        BatchScores scores = super.scores(patches, count);
        rest(until);
        computed.addAndGet(count);
        return scores;
    }

    private long until(int count) {
        return System.nanoTime() + Math.round(count / patchesPerSecond * NANOS);
    }

    private static void rest(long until) {
        for (long left = until - System.nanoTime(); left > 0; left = until - System.nanoTime()) {
            LockSupport.parkNanos(left);
            if (Thread.currentThread().isInterrupted()) {
                return;
            }
        }
    }
}

package io.slidestream.networks.engine;

import io.slidestream.networks.patches.PatchLayout;
import java.nio.FloatBuffer;

/** An engine that has another do the work; what differs is overridden. */
public abstract class ForwardingEngine implements InferenceEngine {
    private final InferenceEngine engine;

    /** @param engine closed with this one, unless that is overridden */
    protected ForwardingEngine(InferenceEngine engine) {
        this.engine = engine;
    }

    @Override
    public PatchLayout layout() {
        return engine.layout();
    }

    @Override
    public int batchSize() {
        return engine.batchSize();
    }

    @Override
    public boolean resize(int batchSize) {
        return engine.resize(batchSize);
    }

    @Override
    public int classCount() {
        return engine.classCount();
    }

    @Override
    public FloatBuffer room(int patches) {
        return engine.room(patches);
    }

    @Override
    public void begin(FloatBuffer patches) {
        engine.begin(patches);
    }

    @Override
    public int atOnce() {
        return engine.atOnce();
    }

    @Override
    public float[] logits(FloatBuffer patches, int count) {
        return engine.logits(patches, count);
    }

    @Override
    public BatchScores scores(FloatBuffer patches, int count) {
        return engine.scores(patches, count);
    }

    @Override
    public String description() {
        return engine.description();
    }

    @Override
    public void close() {
        engine.close();
    }
}

package io.slidestream.worker;

import io.slidestream.networks.engine.InferenceEngine;
import io.slidestream.networks.patches.PatchLayout;
import io.slidestream.slides.Excerpt;
import java.nio.FloatBuffer;

/** A network that needs no weights: three classes, whose logits are a tile's mean red, green and blue over 64. */
class MeanColourEngine implements InferenceEngine {
    private final int batchSize;
    private final Runnable beforeEachCall;

    /** @param beforeEachCall runs on the engine thread and may wait */
    MeanColourEngine(int batchSize, Runnable beforeEachCall) {
        this.batchSize = batchSize;
        this.beforeEachCall = beforeEachCall;
    }

    static void write(Excerpt tile, FloatBuffer patches, int index) {
        long[] sums = new long[3];
        tile.copyTo((x, y, pixels, from, count) -> {
            for (int i = from; i < from + count; i++) {
                for (int channel = 0; channel < 3; channel++) {
                    sums[channel] += (pixels.get(i) >> (16 - 8 * channel)) & 0xff;
                }
            }
        });
        for (int channel = 0; channel < 3; channel++) {
            patches.put(3 * index + channel, (float) sums[channel] / (tile.widthPx() * tile.heightPx()) / 64);
        }
    }

    @Override
    public PatchLayout layout() {
        return new PatchLayout(1, PatchLayout.Order.NHWC);
    }

    @Override
    public int batchSize() {
        return batchSize;
    }

    @Override
    public boolean resize(int batchSize) {
        return false;
    }

    @Override
    public int classCount() {
        return 3;
    }

    @Override
    public float[] logits(FloatBuffer patches, int count) {
        beforeEachCall.run();
        float[] logits = new float[3 * count];
        patches.get(0, logits);
        return logits;
    }

    @Override
    public String description() {
        return "mean colour";
    }

    @Override
    public void close() {}
}

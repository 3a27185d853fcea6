package io.slidestream.networks.engine;

import io.slidestream.networks.patches.PatchLayout;
import java.nio.FloatBuffer;

/**
 * Computes class scores. One call at a time per engine; an engine owns native memory until close().
 *
 * <p>Every call runs the whole batch size, whatever {@code count} is, so that a patch's scores do not depend on the
 * company it came in: a restarted slide gives the same bytes.
 */
public interface InferenceEngine extends AutoCloseable {
    /** Layout of the patches in the buffer. */
    PatchLayout layout();

    /** Patches per call. */
    int batchSize();

    /**
     * Takes so many patches a call from now on; the weights stay where they are, and what was begun is forgotten.
     *
     * @param batchSize at least 1
     * @return false, and nothing changed, if the network is made for one size alone
     */
    boolean resize(int batchSize);

    int classCount();

    /** Memory for so many patches, of the kind that this engine reads fastest; freed when nobody holds it any longer. */
    default FloatBuffer room(int patches) {
        return layout().room(patches);
    }

    /**
     * Tells that {@link #scores} will be asked for these patches, and not before those that were begun earlier: an engine whose
     * threads have nothing to do at the end of a batch goes on with them. Changes no score. The patches must stay as they
     * are until their scores are there.
     *
     * @param patches as for {@link #logits}
     */
    default void begin(FloatBuffer patches) {}

    /** Batches that it pays to have begun at a time. */
    default int atOnce() {
        return 2;
    }

    /**
     * Logits of the first {@code count} patches.
     *
     * @param patches direct buffer of {@code batchSize * layout().floatsPerPatch()} floats; position and limit unused
     * @param count 1..batchSize
     * @return {@code count * classCount()} logits, patch by patch
     * @throws EngineMemoryException if the batch did not fit into memory
     */
    float[] logits(FloatBuffer patches, int count);

    /**
     * Logits of the first {@code count} patches, and how far each is from what the model was trained on, where the model can tell.
     *
     * @throws EngineMemoryException if the batch did not fit into memory
     */
    default BatchScores scores(FloatBuffer patches, int count) {
        return new BatchScores(logits(patches, count));
    }

    /** Engine, device and precision: {@code dl4j 1.0.0-M2.1 cpu fp32 (oneDNN 3.8.1, NHWC)}. */
    String description();

    @Override
    void close();
}

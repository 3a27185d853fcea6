package io.slidestream.networks.engine;

import io.slidestream.networks.patches.PatchLayout;
import java.nio.FloatBuffer;

/**
 * The frozen part of a network, up to its classifier: turns a patch into the numbers its last layer is trained on.
 *
 * <p>Under the same rules as {@link InferenceEngine}: one call at a time, native memory until close(), and a patch's
 * features do not depend on the company it came in.
 */
public interface Featuriser extends AutoCloseable {
    /** Layout of the patches in the buffer. */
    PatchLayout layout();

    /** Patches per call. */
    int batchSize();

    /** Features of one patch: SqueezeNet 512, AlexNet 4096. */
    int featureCount();

    /**
     * Features of the first {@code count} patches.
     *
     * @param patches direct buffer of {@code batchSize * layout().floatsPerPatch()} floats; position and limit unused
     * @param count 1..batchSize
     * @return {@code count * featureCount()} features, patch by patch
     */
    float[] features(FloatBuffer patches, int count);

    /** Engine, device and precision, as of an engine. */
    String description();

    @Override
    void close();
}

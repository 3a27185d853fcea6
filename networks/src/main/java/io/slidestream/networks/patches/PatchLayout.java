package io.slidestream.networks.patches;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;

/** The network's input for one patch: a square of RGB floats in the named dimension order. */
public record PatchLayout(int sizePx, Order order) {
    /** Dimension order, N being the batch. */
    public enum Order {
        NCHW,
        NHWC
    }

    public int floatsPerPatch() {
        return 3 * sizePx * sizePx;
    }

    /** Memory for so many patches, where native code can read it. */
    public FloatBuffer room(int patches) {
        return ByteBuffer.allocateDirect(bytes(patches))
                .order(ByteOrder.nativeOrder())
                .asFloatBuffer();
    }

    /** @throws ArithmeticException if one buffer cannot hold so many */
    public int bytes(int patches) {
        return Math.multiplyExact(Math.multiplyExact(patches, floatsPerPatch()), Float.BYTES);
    }

    /**
     * Checks that native code can read a batch where it lies.
     *
     * @param count patches of the batch that are asked for
     * @throws IllegalArgumentException saying what kind of buffer is needed
     */
    public void checkBatch(FloatBuffer patches, int batchSize, int count) {
        long floats = (long) batchSize * floatsPerPatch();
        if (!patches.isDirect() || patches.order() != ByteOrder.nativeOrder() || patches.capacity() < floats) {
            throw new IllegalArgumentException("patches must be a direct buffer of " + floats
                    + " floats in native order, was " + patches + " " + patches.order());
        }
        if (count < 1 || count > batchSize) {
            throw new IllegalArgumentException("count must be in 1.." + batchSize + ", was " + count);
        }
    }
}

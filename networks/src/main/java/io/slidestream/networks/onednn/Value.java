package io.slidestream.networks.onednn;

import com.sun.jna.Pointer;
import io.slidestream.networks.graph.ByteScale;
import org.jspecify.annotations.Nullable;

/**
 * What a node gives.
 *
 * @param descriptor how the numbers lie
 * @param offset in the block, in bytes
 * @param shared whether others lie in the block too, so that nothing may be written over it
 * @param scale of its bytes; null where it is in floats
 */
record Value(
        Pointer descriptor,
        Block block,
        long offset,
        boolean shared,
        @Nullable ByteScale scale) {
    /** A value in floats, in a block that others lie in. */
    static Value shared(Pointer descriptor, Block block, long offset) {
        return new Value(descriptor, block, offset, true, null);
    }

    /** A value in floats, in new memory. */
    static Value fresh(Pointer descriptor) {
        return new Value(descriptor, Block.ofLane(Primitives.bytes(descriptor)));
    }

    /** A value in floats, in a block of its own. */
    Value(Pointer descriptor, Block block) {
        this(descriptor, block, 0, false, null);
    }

    /** A value in bytes, in a block of its own. */
    Value(Pointer descriptor, Block block, ByteScale scale) {
        this(descriptor, block, 0, false, scale);
    }

    boolean isBytes() {
        return scale != null;
    }

    /** The same bytes as they are, whatever they stand for. */
    Value uninterpreted() {
        return new Value(descriptor, block);
    }

    Step.Argument as(int index) {
        return new Step.Argument(index, descriptor, block, offset);
    }
}

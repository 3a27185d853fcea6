package io.slidestream.networks.onednn;

import com.sun.jna.Pointer;

/**
 * What a node gives, for one picture.
 *
 * @param descriptor how the numbers lie
 * @param offset in the block, in bytes
 * @param shared whether others lie in the block too, so that nothing may be written over it
 */
record Value(Pointer descriptor, Block block, long offset, boolean shared) {
    Value(Pointer descriptor, Block block) {
        this(descriptor, block, 0, false);
    }

    Step.Argument as(int index) {
        return new Step.Argument(index, descriptor, block, offset);
    }
}

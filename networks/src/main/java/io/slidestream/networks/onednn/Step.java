package io.slidestream.networks.onednn;

import com.sun.jna.Pointer;
import java.util.List;

/** One execution of a primitive. */
record Step(Pointer primitive, List<Argument> arguments) {
    Step {
        arguments = List.copyOf(arguments);
    }

    /**
     * What a primitive reads or writes.
     *
     * @param index which of its arguments
     * @param descriptor how the numbers lie
     * @param offset in the block, in bytes
     */
    record Argument(int index, Pointer descriptor, Block block, long offset) {}
}

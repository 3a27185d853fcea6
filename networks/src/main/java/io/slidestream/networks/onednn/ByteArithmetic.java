package io.slidestream.networks.onednn;

import io.slidestream.networks.graph.QuantizedNetwork;

/** How a network's bytes are computed. */
enum ByteArithmetic {
    /** There are none. */
    NONE,
    /** As bytes, their products added up in 32 bits. */
    INTEGERS,
    /** As the floats that they stand for. */
    FLOATS;

    /** The fastest that is right on this processor: without VNNI products are added up in 16 bits, which overflow. */
    static ByteArithmetic of(QuantizedNetwork network) {
        if (network.isInFloats()) {
            return NONE;
        }
        return Primitives.addsBytesExactly() ? INTEGERS : FLOATS;
    }
}

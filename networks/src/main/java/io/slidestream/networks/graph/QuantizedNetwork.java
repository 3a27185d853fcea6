package io.slidestream.networks.graph;

/**
 * A network, of whose layers some are in bytes.
 *
 * @param served the network in floats; where a layer is in bytes, its weights are the numbers that these stand for
 */
public record QuantizedNetwork(ServedNetwork served, ByteForm form) {
    /** A network in floats throughout. */
    public static QuantizedNetwork inFloats(ServedNetwork served) {
        return new QuantizedNetwork(served, ByteForm.NONE);
    }

    public boolean isInFloats() {
        return form.isEmpty();
    }
}

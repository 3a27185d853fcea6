package io.slidestream.networks.graph;

import io.slidestream.networks.weights.Tensor;
import java.util.Map;

/**
 * A network in the form that engines compute ({@link Folding}), with its numbers.
 *
 * @param weights the tensors that its nodes name, and no others
 */
public record ServedNetwork(Network network, Map<String, Tensor> weights) {
    /** The numbers of a tensor. */
    public Tensor tensor(String name) {
        Tensor tensor = weights.get(name);
        if (tensor == null) {
            throw new IllegalArgumentException("weights lack " + name);
        }
        return tensor;
    }
}

package io.slidestream.networks.family;

import io.slidestream.networks.graph.Misfit;
import io.slidestream.networks.graph.Network;
import io.slidestream.networks.weights.Tensor;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Networks of one plan, of any depth and width. */
interface Family {
    /** What people call it. */
    String label();

    /** Whether tensors of these names are meant to be one; no two families claim the same. */
    boolean claims(Set<String> names);

    /**
     * The network that the tensors are for.
     *
     * @param tensors name to shape, without those that take no part in computing
     * @param sizePx side of the patches
     * @throws Misfit naming the first tensor that does not fit
     * @throws IllegalArgumentException if the network does not take such patches
     */
    Network network(Map<String, int[]> tensors, int sizePx);

    /** What is missing of the weights of one that was published without its last layer; empty if nothing is, or it is no such. */
    default Optional<Headless> headless(Map<String, Tensor> weights) {
        return Optional.empty();
    }
}

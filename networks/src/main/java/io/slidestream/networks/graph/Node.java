package io.slidestream.networks.graph;

import java.util.List;

/**
 * One step of a network.
 *
 * @param name of what it gives
 * @param inputs names of nodes before it, or {@link Network#INPUT}
 * @param shape of what it gives for one patch
 */
public record Node(String name, Operation operation, List<String> inputs, Shape shape) {
    public Node {
        inputs = List.copyOf(inputs);
    }

    /** The only input, or the first. */
    public String input() {
        return inputs.get(0);
    }
}

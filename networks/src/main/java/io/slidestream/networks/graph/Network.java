package io.slidestream.networks.graph;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A classifier from a patch's pixels to its logits, without the numbers: nodes in the order of computation, the names of
 * the tensors they need, and the shapes of all that they give. Its last node is {@value #OUTPUT}.
 *
 * @param label the common name: {@code resnet18}
 * @param family what its builder is called: {@code ResNet}
 * @param sizePx side of the patches
 * @param classifier name of the layer that gives the classes, before {@code .weight} and {@code .bias}
 */
public record Network(String label, String family, int sizePx, List<Node> nodes, String classifier) {
    public static final String INPUT = "input";
    public static final String OUTPUT = "logits";

    public Network {
        nodes = List.copyOf(nodes);
        if (nodes.isEmpty() || !nodes.get(nodes.size() - 1).name().equals(OUTPUT)) {
            throw new IllegalArgumentException("the last node must be " + OUTPUT);
        }
        Map<String, Shape> known = new HashMap<>();
        known.put(INPUT, Shape.of(3, sizePx, sizePx));
        for (Node node : nodes) {
            if (!known.keySet().containsAll(node.inputs())) {
                throw new IllegalArgumentException(
                        node.name() + " reads " + node.inputs() + ", not all of which come before it");
            }
            if (known.put(node.name(), node.shape()) != null) {
                throw new IllegalArgumentException("two nodes are named " + node.name());
            }
        }
    }

    /** What comes in or what a node gives. */
    public Shape shape(String name) {
        if (name.equals(INPUT)) {
            return Shape.of(3, sizePx, sizePx);
        }
        return nodes.stream()
                .filter(node -> node.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("there is no node " + name))
                .shape();
    }

    public int classCount() {
        return nodes.get(nodes.size() - 1).shape().count();
    }

    /** Whether it turns the picture into tokens, as transformers do; Deeplearning4j computes no such network here. */
    public boolean hasTokens() {
        return nodes.stream().anyMatch(node -> node.operation() instanceof Operation.Tokens);
    }

    /** The nodes that read each value, by its name. */
    public Map<String, List<Node>> readers() {
        Map<String, List<Node>> readers = new HashMap<>();
        for (Node node : nodes) {
            for (String input : node.inputs()) {
                readers.computeIfAbsent(input, name -> new ArrayList<>()).add(node);
            }
        }
        return Collections.unmodifiableMap(readers);
    }
}

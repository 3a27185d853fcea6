package io.slidestream.networks.onednn;

import io.slidestream.networks.graph.Network;
import io.slidestream.networks.graph.Node;
import io.slidestream.networks.graph.Operation;
import io.slidestream.networks.graph.Operation.Activate;
import io.slidestream.networks.graph.Operation.Add;
import io.slidestream.networks.graph.Operation.Average;
import io.slidestream.networks.graph.Operation.BatchNorm;
import io.slidestream.networks.graph.Operation.Concat;
import io.slidestream.networks.graph.Operation.Convolution;
import io.slidestream.networks.graph.Operation.Flatten;
import io.slidestream.networks.graph.Operation.GlobalAverage;
import io.slidestream.networks.graph.Operation.LocalResponse;
import io.slidestream.networks.graph.Operation.Maximum;
import io.slidestream.networks.graph.Operation.Multiply;
import io.slidestream.networks.graph.Operation.Scale;
import io.slidestream.networks.graph.Shape;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The part of a network, from the picture on, that works on pictures: all before the dense layers.
 *
 * @param nodes in the order of computation
 * @param outputs what others read of it, each a row of numbers
 * @param shapes of the network's input and of all nodes
 */
record Stretch(List<Node> nodes, List<Output> outputs, Map<String, Shape> shapes) {
    /**
     * A row of numbers among others.
     *
     * @param from place of the first
     */
    record Output(String name, int from, int count) {}

    Stretch {
        nodes = List.copyOf(nodes);
        outputs = List.copyOf(outputs);
        shapes = Map.copyOf(shapes);
    }

    /**
     * The longest one.
     *
     * @param nodes of a network, or of one with more outputs
     * @param ends names of the nodes whose values are the answer
     * @return empty where the rest of the network would read a picture of it
     */
    static Optional<Stretch> of(int sizePx, List<Node> nodes, Set<String> ends) {
        Map<String, Shape> shapes = new HashMap<>();
        shapes.put(Network.INPUT, Shape.of(3, sizePx, sizePx));
        nodes.forEach(node -> shapes.put(node.name(), node.shape()));
        Set<String> within = new LinkedHashSet<>(Set.of(Network.INPUT));
        List<Node> taken = new ArrayList<>();
        Set<String> read = new LinkedHashSet<>();
        for (Node node : nodes) {
            if (isTaken(node, shapes) && within.containsAll(node.inputs())) {
                within.add(node.name());
                taken.add(node);
            } else {
                node.inputs().stream().filter(within::contains).forEach(read::add);
            }
        }
        ends.stream().filter(within::contains).sorted().forEach(read::add);
        List<Output> outputs = new ArrayList<>();
        int from = 0;
        for (String name : read) {
            Shape shape = shapes.get(name);
            if (name.equals(Network.INPUT) || shape == null || shape.count() != shape.channels()) {
                return Optional.empty();
            }
            outputs.add(new Output(name, from, shape.count()));
            from += shape.count();
        }
        return taken.isEmpty() ? Optional.empty() : Optional.of(new Stretch(taken, outputs, shapes));
    }

    private static boolean isTaken(Node node, Map<String, Shape> shapes) {
        Operation operation = node.operation();
        boolean ofPictures = node.inputs().stream().allMatch(name -> {
            Shape shape = shapes.get(name);
            return shape != null && shape.isPicture();
        });
        return ofPictures
                && (operation instanceof Convolution
                        || operation instanceof Maximum
                        || operation instanceof Average
                        || operation instanceof GlobalAverage
                        || operation instanceof Activate
                        || operation instanceof LocalResponse
                        || operation instanceof Scale
                        || operation instanceof BatchNorm
                        || operation instanceof Add
                        || operation instanceof Multiply
                        || operation instanceof Concat
                        || operation instanceof Flatten);
    }

    boolean isOutput(String name) {
        return outputs.stream().anyMatch(output -> output.name().equals(name));
    }

    /** The picture that a value is, or that its row of numbers was. */
    Shape pictureOf(String name) {
        Shape shape = shape(name);
        return shape.isPicture()
                ? shape
                : nodes.stream()
                        .filter(node -> node.name().equals(name))
                        .findFirst()
                        .map(node -> shape(node.input()))
                        .orElseThrow();
    }

    /** The nodes that read each value. */
    Map<String, List<Node>> readers() {
        Map<String, List<Node>> readers = new HashMap<>();
        for (Node node : nodes) {
            node.inputs()
                    .forEach(input -> readers.computeIfAbsent(input, name -> new ArrayList<>())
                            .add(node));
        }
        return readers;
    }

    /** Numbers of all outputs together. */
    int width() {
        return outputs.stream().mapToInt(Output::count).sum();
    }

    Shape shape(String name) {
        Shape shape = shapes.get(name);
        if (shape == null) {
            throw new IllegalArgumentException("there is no node " + name);
        }
        return shape;
    }
}

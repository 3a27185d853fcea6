package io.slidestream.networks.onednn;

import io.slidestream.networks.graph.Activation;
import io.slidestream.networks.graph.ByteForm;
import io.slidestream.networks.graph.ByteLayer;
import io.slidestream.networks.graph.ByteScale;
import io.slidestream.networks.graph.Network;
import io.slidestream.networks.graph.Node;
import io.slidestream.networks.graph.Operation;
import io.slidestream.networks.graph.QuantizedNetwork;
import io.slidestream.networks.graph.ServedNetwork;
import io.slidestream.networks.graph.Shape;
import io.slidestream.networks.graph.Window;
import io.slidestream.networks.weights.Tensor;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;

/** Small networks in bytes with random weights, step by step. */
final class ByteNetworks {
    private final int side;
    private final Random random = new Random(3);
    private final List<Node> nodes = new ArrayList<>();
    private final Map<String, ByteScale> scales = new HashMap<>();
    private final Map<String, ByteLayer> layers = new HashMap<>();
    private final Map<String, Tensor> weights = new HashMap<>();
    private final Map<String, Shape> shapes = new HashMap<>();

    private ByteNetworks(int side) {
        this.side = side;
        shapes.put(Network.INPUT, Shape.of(3, side, side));
        scales.put(Network.INPUT, new ByteScale(0.016f, 131));
    }

    static ByteNetworks of(int side) {
        return new ByteNetworks(side);
    }

    ByteNetworks convolution(String name, String input, int outputs, Window window, int groups) {
        Shape from = shape(input);
        int perGroup = from.channels() / groups;
        int[] sizes = {outputs, perGroup, window.height(), window.width()};
        byte[] values = new byte[outputs * perGroup * window.height() * window.width()];
        float[] each = new float[outputs];
        int[] bias = new int[outputs];
        for (int i = 0; i < values.length; i++) {
            values[i] = (byte) (random.nextInt(255) - 127);
        }
        double inputs = values.length / (double) outputs;
        for (int i = 0; i < outputs; i++) {
            each[i] = (float) ((0.5 + random.nextDouble()) / 75 / Math.sqrt(inputs));
            bias[i] = random.nextInt(20_000) - 10_000;
        }
        ByteLayer layer = new ByteLayer(sizes, values, each, bias);
        layers.put(name + ".weight", layer);
        weights.put(name + ".weight", layer.weight());
        weights.put(name + ".bias", layer.biases(Objects.requireNonNull(scales.get(input))));
        Operation operation = new Operation.Convolution(name + ".weight", name + ".bias", window, groups);
        Shape to = Shape.of(outputs, window.rows(from.height()), window.columns(from.width()));
        return step(name, operation, to, input);
    }

    ByteNetworks activation(String name, Activation function, String input) {
        return step(name, new Operation.Activate(function), shape(input), input);
    }

    ByteNetworks add(String name, String input, String other) {
        return step(name, new Operation.Add(), shape(input), input, other);
    }

    ByteNetworks multiply(String name, String input, String factors) {
        return step(name, new Operation.Multiply(), shape(input), input, factors);
    }

    ByteNetworks concat(String name, String... inputs) {
        int channels = 0;
        for (String input : inputs) {
            channels += shape(input).channels();
        }
        Shape first = shape(inputs[0]);
        return step(name, new Operation.Concat(), Shape.of(channels, first.height(), first.width()), inputs);
    }

    ByteNetworks maximum(String name, Window window, String input) {
        Shape from = shape(input);
        Shape to = Shape.of(from.channels(), window.rows(from.height()), window.columns(from.width()));
        return step(name, new Operation.Maximum(window, Operation.Rounding.DOWN), to, input);
    }

    /** Makes the newest step's value bytes. */
    ByteNetworks inBytes(double scale, int zero) {
        scales.put(nodes.get(nodes.size() - 1).name(), new ByteScale((float) scale, zero));
        return this;
    }

    /** The network that gives all numbers of its newest step. */
    QuantizedNetwork build() {
        String last = nodes.get(nodes.size() - 1).name();
        step(Network.OUTPUT, new Operation.Flatten(), Shape.of(shape(last).count()), last);
        Network network = new Network("small", "Small", side, nodes, "none");
        return new QuantizedNetwork(new ServedNetwork(network, weights), new ByteForm(scales, layers));
    }

    private ByteNetworks step(String name, Operation operation, Shape shape, String... inputs) {
        nodes.add(new Node(name, operation, List.of(inputs), shape));
        shapes.put(name, shape);
        return this;
    }

    private Shape shape(String name) {
        return Objects.requireNonNull(shapes.get(name), name);
    }
}

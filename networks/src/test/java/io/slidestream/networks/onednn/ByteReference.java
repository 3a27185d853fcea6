package io.slidestream.networks.onednn;

import io.slidestream.networks.graph.Activation;
import io.slidestream.networks.graph.ByteLayer;
import io.slidestream.networks.graph.ByteScale;
import io.slidestream.networks.graph.Network;
import io.slidestream.networks.graph.Node;
import io.slidestream.networks.graph.Operation.Activate;
import io.slidestream.networks.graph.Operation.Add;
import io.slidestream.networks.graph.Operation.Concat;
import io.slidestream.networks.graph.Operation.Convolution;
import io.slidestream.networks.graph.Operation.Flatten;
import io.slidestream.networks.graph.Operation.Maximum;
import io.slidestream.networks.graph.Operation.Multiply;
import io.slidestream.networks.graph.QuantizedNetwork;
import io.slidestream.networks.graph.Shape;
import io.slidestream.networks.graph.Window;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.DoubleUnaryOperator;

/** What a network of bytes says, computed number by number. Values are [channels, height, width]. */
final class ByteReference {
    private final QuantizedNetwork network;
    private final Map<String, double[]> values = new HashMap<>();

    private ByteReference(QuantizedNetwork network) {
        this.network = network;
    }

    /** The last value for a picture [3, side, side]. */
    static double[] run(QuantizedNetwork network, double[] picture) {
        ByteReference reference = new ByteReference(network);
        reference.keep(Network.INPUT, picture);
        List<Node> nodes = network.served().network().nodes();
        nodes.forEach(node -> reference.keep(node.name(), reference.compute(node)));
        return reference.value(Network.OUTPUT);
    }

    private void keep(String name, double[] value) {
        ByteScale scale = network.form().scale(name);
        values.put(name, scale == null ? value : each(value, x -> (bytes(x, scale) - scale.zero()) * scale.scale()));
    }

    private static double bytes(double value, ByteScale scale) {
        return Math.max(0, Math.min(255, Math.rint(value / scale.scale() + scale.zero())));
    }

    private double[] compute(Node node) {
        double[] input = value(node.input());
        if (node.operation() instanceof Convolution layer) {
            return convolution(node, layer);
        } else if (node.operation() instanceof Maximum pool) {
            return maximum(node, pool.window());
        } else if (node.operation() instanceof Activate activate) {
            return each(input, function(activate.function()));
        } else if (node.operation() instanceof Add) {
            double[] other = value(node.inputs().get(1));
            return filled(input.length, i -> input[i] + other[i]);
        } else if (node.operation() instanceof Multiply) {
            double[] factors = value(node.inputs().get(1));
            int area = input.length / factors.length;
            return filled(input.length, i -> input[i] * factors[i / area]);
        } else if (node.operation() instanceof Concat) {
            return node.inputs().stream().map(this::value).reduce(new double[0], ByteReference::joined);
        } else if (node.operation() instanceof Flatten) {
            return input;
        }
        throw new IllegalArgumentException(node.name());
    }

    private double[] convolution(Node node, Convolution layer) {
        Shape from = shape(node.input());
        Shape to = node.shape();
        ByteLayer bytes = Objects.requireNonNull(network.form().layer(layer.weight()));
        ByteScale source = Objects.requireNonNull(network.form().scale(node.input()));
        double[] input = value(node.input());
        Window window = layer.window();
        int perGroup = from.channels() / layer.groups();
        return filled(to.count(), i -> {
            int column = i % to.width();
            int row = i / to.width() % to.height();
            int output = i / to.width() / to.height();
            int firstInput = output / (to.channels() / layer.groups()) * perGroup;
            long sum = bytes.bias()[output];
            for (int channel = 0; channel < perGroup; channel++) {
                for (int y = 0; y < window.height(); y++) {
                    for (int x = 0; x < window.width(); x++) {
                        int sourceRow = row * window.stride() - window.top() + y;
                        int sourceColumn = column * window.stride() - window.left() + x;
                        if (isWithin(from, sourceRow, sourceColumn)) {
                            int place =
                                    ((firstInput + channel) * from.height() + sourceRow) * from.width() + sourceColumn;
                            long number = Math.round(input[place] / source.scale());
                            int weight = ((output * perGroup + channel) * window.height() + y) * window.width() + x;
                            sum += number * bytes.values()[weight];
                        }
                    }
                }
            }
            return (double) sum * source.scale() * bytes.scales()[output];
        });
    }

    private double[] maximum(Node node, Window window) {
        Shape from = shape(node.input());
        Shape to = node.shape();
        double[] input = value(node.input());
        return filled(to.count(), i -> {
            double most = Double.NEGATIVE_INFINITY;
            for (int y = 0; y < window.height(); y++) {
                for (int x = 0; x < window.width(); x++) {
                    int row = i / to.width() % to.height() * window.stride() - window.top() + y;
                    int column = i % to.width() * window.stride() - window.left() + x;
                    if (isWithin(from, row, column)) {
                        int channel = i / to.width() / to.height();
                        most = Math.max(most, input[(channel * from.height() + row) * from.width() + column]);
                    }
                }
            }
            return most;
        });
    }

    private static boolean isWithin(Shape shape, int row, int column) {
        return row >= 0 && row < shape.height() && column >= 0 && column < shape.width();
    }

    private static DoubleUnaryOperator function(Activation activation) {
        return switch (activation) {
            case RELU -> x -> Math.max(x, 0);
            case RELU6 -> x -> Math.max(0, Math.min(6, x));
            case SILU -> x -> x / (1 + Math.exp(-x));
            case SIGMOID -> x -> 1 / (1 + Math.exp(-x));
            case HARD_SIGMOID, HARD_SWISH, GELU -> throw new IllegalArgumentException(activation.toString());
        };
    }

    private interface At {
        double at(int place);
    }

    private static double[] filled(int count, At at) {
        double[] result = new double[count];
        for (int i = 0; i < count; i++) {
            result[i] = at.at(i);
        }
        return result;
    }

    private static double[] each(double[] value, DoubleUnaryOperator function) {
        return filled(value.length, i -> function.applyAsDouble(value[i]));
    }

    private static double[] joined(double[] first, double[] second) {
        return filled(first.length + second.length, i -> i < first.length ? first[i] : second[i - first.length]);
    }

    private Shape shape(String name) {
        return network.served().network().shape(name);
    }

    private double[] value(String name) {
        return Objects.requireNonNull(values.get(name), name);
    }
}

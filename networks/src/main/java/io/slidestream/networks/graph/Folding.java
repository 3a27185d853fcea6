package io.slidestream.networks.graph;

import io.slidestream.networks.graph.Operation.BatchNorm;
import io.slidestream.networks.graph.Operation.Convolution;
import io.slidestream.networks.graph.Operation.Dense;
import io.slidestream.networks.graph.Operation.Dropout;
import io.slidestream.networks.graph.Operation.Scale;
import io.slidestream.networks.weights.Tensor;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The form in which a network is served: batch normalisation is folded into the convolution before it, or is a factor and
 * a summand where there is none; every layer has a bias; dropout is gone. The answers stay, to rounding.
 */
public final class Folding {
    private final Network network;
    private final Map<String, Tensor> source;
    private final Map<String, Tensor> weights = new TreeMap<>();
    private final Map<String, List<Node>> readers;
    private final List<Node> nodes = new ArrayList<>();
    /** Normalisations that a convolution took in; it goes by their name. */
    private final Set<String> folded = new HashSet<>();
    /** Nodes that are gone, by name, and what stands for them. */
    private final Map<String, String> replaced = new HashMap<>();

    private Folding(Network network, Map<String, Tensor> source) {
        this.network = network;
        this.source = source;
        readers = network.readers();
    }

    /** @param weights of the network, which are not written to */
    public static ServedNetwork of(Network network, Map<String, Tensor> weights) {
        return new Folding(network, weights).fold();
    }

    /** What each output of a convolution is multiplied by where a normalisation is folded into it, by its weight's name. */
    public static Map<String, float[]> factors(Network network, Map<String, Tensor> weights) {
        Folding folding = new Folding(network, weights);
        Map<String, float[]> factors = new HashMap<>();
        folding.folds().forEach((weight, norm) -> {
            double[] exact = folding.factors(norm);
            float[] rounded = new float[exact.length];
            for (int i = 0; i < rounded.length; i++) {
                rounded[i] = (float) exact[i];
            }
            factors.put(weight, rounded);
        });
        return factors;
    }

    /** What each output of such a convolution is shifted by, but for what becomes of its own bias. */
    public static Map<String, float[]> shifts(Network network, Map<String, Tensor> weights) {
        Folding folding = new Folding(network, weights);
        Map<String, float[]> shifts = new HashMap<>();
        folding.folds().forEach((weight, norm) -> {
            double[] factors = folding.factors(norm);
            float[] rounded = new float[factors.length];
            for (int i = 0; i < rounded.length; i++) {
                rounded[i] = (float) folding.shift(norm, i, factors[i]);
            }
            shifts.put(weight, rounded);
        });
        return shifts;
    }

    /** The normalisations that convolutions take in, by the weights' names. */
    private Map<String, BatchNorm> folds() {
        Map<String, BatchNorm> folds = new HashMap<>();
        for (Node node : network.nodes()) {
            List<Node> next = readers.getOrDefault(node.name(), List.of());
            if (node.operation() instanceof Convolution layer
                    && next.size() == 1
                    && next.get(0).operation() instanceof BatchNorm norm) {
                folds.put(layer.weight(), norm);
            }
        }
        return folds;
    }

    private ServedNetwork fold() {
        for (Node node : network.nodes()) {
            List<String> inputs = node.inputs().stream().map(this::standing).toList();
            Operation operation = node.operation();
            if (operation instanceof Dropout) {
                replaced.put(node.name(), inputs.get(0));
            } else if (operation instanceof Convolution layer) {
                convolution(node, layer, inputs);
            } else if (operation instanceof Dense layer) {
                String bias = bias(layer.weight(), layer.bias());
                keep(layer.weight(), tensor(layer.weight()));
                nodes.add(new Node(node.name(), new Dense(layer.weight(), bias), inputs, node.shape()));
            } else if (operation instanceof BatchNorm layer) {
                normalization(node, layer, inputs);
            } else {
                operation.tensors().forEach(name -> keep(name, tensor(name)));
                nodes.add(new Node(node.name(), operation, inputs, node.shape()));
            }
        }
        Network folded =
                new Network(network.label(), network.family(), network.sizePx(), named(nodes), network.classifier());
        return new ServedNetwork(folded, Collections.unmodifiableMap(weights));
    }

    private void convolution(Node node, Convolution layer, List<String> inputs) {
        String bias = bias(layer.weight(), layer.bias());
        Convolution whole = new Convolution(layer.weight(), bias, layer.window(), layer.groups());
        List<Node> next = readers.getOrDefault(node.name(), List.of());
        if (next.size() == 1 && next.get(0).operation() instanceof BatchNorm norm) {
            double[] factors = factors(norm);
            Tensor weight = tensor(layer.weight());
            float[] values = new float[weight.values().length];
            int perOutput = values.length / factors.length;
            for (int i = 0; i < values.length; i++) {
                values[i] = (float) (weight.values()[i] * factors[i / perOutput]);
            }
            keep(layer.weight(), new Tensor(weight.shape(), values));
            float[] before = Objects.requireNonNull(weights.get(bias)).values();
            float[] shifts = new float[factors.length];
            for (int i = 0; i < shifts.length; i++) {
                shifts[i] = (float) (shift(norm, i, factors[i]) + before[i] * factors[i]);
            }
            weights.put(bias, new Tensor(new int[] {shifts.length}, shifts));
            nodes.add(new Node(next.get(0).name(), whole, inputs, node.shape()));
            folded.add(next.get(0).name());
        } else {
            keep(layer.weight(), tensor(layer.weight()));
            nodes.add(new Node(node.name(), whole, inputs, node.shape()));
        }
    }

    private void normalization(Node node, BatchNorm layer, List<String> inputs) {
        if (folded.contains(node.name())) {
            return;
        }
        double[] factors = factors(layer);
        float[] scale = new float[factors.length];
        float[] shifts = new float[factors.length];
        for (int i = 0; i < factors.length; i++) {
            scale[i] = (float) factors[i];
            shifts[i] = (float) shift(layer, i, factors[i]);
        }
        keep(layer.weight(), new Tensor(new int[] {scale.length}, scale));
        keep(layer.bias(), new Tensor(new int[] {shifts.length}, shifts));
        nodes.add(new Node(node.name(), new Scale(layer.weight(), layer.bias()), inputs, node.shape()));
    }

    private double[] factors(BatchNorm layer) {
        float[] weight = tensor(layer.weight()).values();
        float[] variance = tensor(layer.variance()).values();
        double[] factors = new double[weight.length];
        for (int i = 0; i < factors.length; i++) {
            factors[i] = weight[i] / Math.sqrt(variance[i] + layer.epsilon());
            if (!Double.isFinite(factors[i])) {
                throw new IllegalArgumentException(layer.variance() + " holds " + variance[i]);
            }
        }
        return factors;
    }

    private double shift(BatchNorm layer, int channel, double factor) {
        return tensor(layer.bias()).values()[channel] - tensor(layer.mean()).values()[channel] * factor;
    }

    /** The layer's own bias, or zeros under the name it would have. */
    private String bias(String weight, @Nullable String bias) {
        if (bias != null) {
            keep(bias, tensor(bias));
            return bias;
        }
        String name = weight.substring(0, weight.lastIndexOf('.')) + ".bias";
        keep(name, Tensor.zeros(tensor(weight).shape()[0]));
        return name;
    }

    private void keep(String name, Tensor tensor) {
        if (weights.put(name, tensor) != null) {
            throw new IllegalStateException("two layers share the tensor " + name);
        }
    }

    private Tensor tensor(String name) {
        Tensor tensor = source.get(name);
        if (tensor == null) {
            throw new IllegalArgumentException("weights lack " + name);
        }
        return tensor;
    }

    private String standing(String name) {
        return replaced.getOrDefault(name, name);
    }

    /** Where the last node was one that vanished, the one before it gives the answer. */
    private List<Node> named(List<Node> all) {
        Node last = all.get(all.size() - 1);
        List<Node> result = new ArrayList<>(all);
        if (!last.name().equals(Network.OUTPUT)) {
            result.set(all.size() - 1, new Node(Network.OUTPUT, last.operation(), last.inputs(), last.shape()));
        }
        return result;
    }
}

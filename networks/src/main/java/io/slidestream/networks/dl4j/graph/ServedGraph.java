package io.slidestream.networks.dl4j.graph;

import io.slidestream.networks.graph.Activation;
import io.slidestream.networks.graph.Network;
import io.slidestream.networks.graph.Node;
import io.slidestream.networks.graph.Operation;
import io.slidestream.networks.graph.Operation.Activate;
import io.slidestream.networks.graph.Operation.Convolution;
import io.slidestream.networks.graph.Operation.Dense;
import io.slidestream.networks.graph.Operation.GlobalAverage;
import io.slidestream.networks.graph.QuantizedNetwork;
import io.slidestream.networks.graph.ServedNetwork;
import io.slidestream.networks.graph.Shape;
import io.slidestream.networks.onednn.Trunk;
import io.slidestream.networks.weights.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.graph.SubsetVertex;
import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.params.ConvolutionParamInitializer;
import org.deeplearning4j.nn.weights.WeightInit;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * A served network as a graph that takes pictures [N, height, width, 3]. Dense layers are layers of
 * Deeplearning4j with parameters. All before them is one vertex that oneDNN computes; where it cannot, layers that have
 * tensors are layers of Deeplearning4j, all other steps are vertices, and an activation that alone reads a step is
 * computed in that step's place.
 */
public final class ServedGraph {
    /** What a graph gives. */
    public enum Outputs {
        LOGITS,
        /** The logits, and the features that the classifier reads; of a convolution their mean over the picture. */
        LOGITS_AND_FEATURES
    }

    private static final String FEATURES = "slidestream.features";

    private final ServedNetwork served;
    /** The network's own, and the features where they are asked for. */
    private final List<Node> nodes;

    private final @Nullable String features;
    private final Map<String, List<Node>> readers;
    private final ComputationGraphConfiguration.GraphBuilder builder;
    /** Nodes that another vertex computes: activations by the step before them, and all of the trunk. */
    private final Set<String> taken = new HashSet<>();

    private final Map<String, Operation> layers = new HashMap<>();

    private ServedGraph(QuantizedNetwork network, Outputs outputs) {
        served = network.served();
        List<Node> all = new ArrayList<>(served.network().nodes());
        features = switch (outputs) {
            case LOGITS -> null;
            case LOGITS_AND_FEATURES -> features(served.network(), all);
        };
        nodes = List.copyOf(all);
        readers = served.network().readers();
        builder = new NeuralNetConfiguration.Builder()
                .weightInit(WeightInit.ZERO)
                .graphBuilder()
                .addInputs(Network.INPUT);
    }

    /** What the classifier reads, made flat by one more node where it reads a picture. */
    private static String features(Network network, List<Node> nodes) {
        Node classifier = network.nodes().stream()
                .filter(node -> node.operation().tensors().contains(network.classifier() + ".weight"))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(network.label() + " has no classifier"));
        String read = classifier.input();
        if (!(classifier.operation() instanceof Convolution)) {
            return read;
        }
        String name = FEATURES + ".mean";
        Shape shape = Shape.of(network.shape(read).channels(), 1, 1);
        nodes.add(new Node(name, new GlobalAverage(), List.of(read), shape));
        return name;
    }

    /** Builds the graph in floats. */
    public static ComputationGraph of(ServedNetwork served, Outputs outputs, int threads) {
        return of(QuantizedNetwork.inFloats(served), outputs, threads);
    }

    /**
     * Builds the graph and copies the weights into it; all before the dense layers is one vertex, where oneDNN can be had.
     *
     * @param threads of that vertex
     * @return a graph to close by {@link #close}
     * @throws IllegalArgumentException if it is in bytes, and oneDNN cannot be had
     */
    public static ComputationGraph of(QuantizedNetwork network, Outputs outputs, int threads) {
        ServedGraph graph = new ServedGraph(network, outputs);
        Set<String> ends = new HashSet<>(Set.of(Network.OUTPUT));
        if (graph.features != null) {
            ends.add(graph.features);
        }
        Optional<Trunk> trunk = Trunk.of(network, graph.nodes, ends, threads);
        if (trunk.isEmpty() && !network.isInFloats()) {
            throw new IllegalArgumentException(
                    "oneDNN, by which Deeplearning4j computes bytes, cannot be loaded or does not"
                            + " compute this network: choose the engine onnxruntime (--engine onnxruntime, or"
                            + " inference.engine=onnxruntime)");
        }
        try {
            trunk.ifPresent(graph::add);
            return graph.build();
        } catch (RuntimeException | Error e) {
            trunk.ifPresent(Trunk::close);
            throw e;
        }
    }

    /**
     * The same with a vertex for each layer.
     *
     * @return a graph to close by {@link #close}
     */
    public static ComputationGraph inLayers(ServedNetwork served, Outputs outputs) {
        return new ServedGraph(QuantizedNetwork.inFloats(served), outputs).build();
    }

    /** What computes all before the dense layers as one vertex; empty where each layer is one. */
    public static Optional<Trunk> trunk(ComputationGraph graph) {
        return Arrays.stream(graph.getVertices())
                .map(vertex -> vertex instanceof ServedStepVertex step ? step.step() : null)
                .filter(TrunkStep.class::isInstance)
                .map(step -> ((TrunkStep) step).trunk())
                .findFirst();
    }

    /** Closes any graph, and what the steps of one made here hold. */
    public static void close(ComputationGraph graph) {
        trunk(graph).ifPresent(Trunk::close);
        graph.close();
    }

    /** A vertex for the trunk, and one for each of its outputs where there are several. */
    private void add(Trunk trunk) {
        taken.addAll(trunk.nodes());
        List<Trunk.Output> outputs = trunk.outputs();
        String name = outputs.size() == 1 ? outputs.get(0).name() : "slidestream.trunk";
        builder.addVertex(name, new ServedStep(new TrunkStep(trunk)), Network.INPUT);
        if (outputs.size() > 1) {
            for (Trunk.Output output : outputs) {
                SubsetVertex part = new SubsetVertex(output.from(), output.from() + output.count() - 1);
                builder.addVertex(output.name(), part, name);
            }
        }
    }

    private ComputationGraph build() {
        for (Node node : nodes) {
            if (!taken.contains(node.name())) {
                add(node);
            }
        }
        ComputationGraph graph =
                new ComputationGraph(builder.setOutputs(outputs()).build());
        graph.init();
        layers.forEach((name, layer) -> load(graph.getLayer(name), layer));
        return graph;
    }

    /** A graph's output is a layer: where the network ends in another step, one that does nothing comes behind. */
    private String output() {
        if (layers.containsKey(Network.OUTPUT)) {
            return Network.OUTPUT;
        }
        String name = Network.OUTPUT + ".layer";
        builder.addLayer(name, new ActivationLayer(org.nd4j.linalg.activations.Activation.IDENTITY), Network.OUTPUT);
        return name;
    }

    private String[] outputs() {
        if (features == null) {
            return new String[] {output()};
        }
        builder.addLayer(FEATURES, new ActivationLayer(org.nd4j.linalg.activations.Activation.IDENTITY), features);
        return new String[] {output(), FEATURES};
    }

    private void add(Node node) {
        Operation operation = node.operation();
        Activation activation = following(node);
        String name = activation == null ? node.name() : fuse(node);
        if (operation instanceof Convolution layer) {
            boolean depthwise = layer.groups() > 1
                    && layer.groups() == served.tensor(layer.weight()).shape()[0];
            Tensor weight = served.tensor(layer.weight());
            int groups = depthwise ? layer.groups() : GroupedWeights.joined(weight, layer.groups());
            int inputs = channels(node.input());
            builder.addLayer(
                    name,
                    new ServedConvolution(inputs / groups, weight.shape()[0], layer.window(), groups, activation),
                    node.input());
            layers.put(name, layer);
        } else if (operation instanceof Dense layer) {
            builder.addLayer(
                    name,
                    new ServedDense(
                            channels(node.input()),
                            node.shape().channels(),
                            activation == Activation.RELU
                                    ? org.nd4j.linalg.activations.Activation.RELU
                                    : org.nd4j.linalg.activations.Activation.IDENTITY),
                    node.input());
            layers.put(name, layer);
        } else {
            builder.addVertex(
                    name,
                    new ServedStep(Steps.of(node, served, activation)),
                    node.inputs().toArray(String[]::new));
        }
    }

    private int channels(String input) {
        return served.network().shape(input).channels();
    }

    /** What the only reader of a step does to each number, if that is all it does. */
    private @Nullable Activation following(Node node) {
        List<Node> next = readers.getOrDefault(node.name(), List.of());
        if (next.size() != 1 || !(next.get(0).operation() instanceof Activate activate)) {
            return null;
        }
        boolean possible = !(node.operation() instanceof Dense) || activate.function() == Activation.RELU;
        return possible && !(node.operation() instanceof Activate) ? activate.function() : null;
    }

    private String fuse(Node node) {
        String name = Objects.requireNonNull(readers.get(node.name())).get(0).name();
        taken.add(name);
        return name;
    }

    private void load(Layer target, Operation operation) {
        if (operation instanceof Convolution layer) {
            INDArray weight = target.getParam(ConvolutionParamInitializer.WEIGHT_KEY);
            Tensor tensor = served.tensor(layer.weight());
            float[] values = weight.size(1) == tensor.shape()[1]
                    ? tensor.values()
                    : GroupedWeights.spread(tensor, layer.groups(), (int) weight.size(1));
            assign(weight, values, 'c');
            assign(
                    target.getParam(ConvolutionParamInitializer.BIAS_KEY),
                    served.tensor(Objects.requireNonNull(layer.bias())).values(),
                    'c');
        } else if (operation instanceof Dense layer) {
            assign(target.getParam("W"), served.tensor(layer.weight()).values(), 'f');
            assign(
                    target.getParam("b"),
                    served.tensor(Objects.requireNonNull(layer.bias())).values(),
                    'c');
        }
    }

    /** [out, in] row by row lies in memory as [in, out] column by column. */
    private static void assign(INDArray target, float[] values, char order) {
        if (target.length() != values.length) {
            throw new IllegalStateException("a parameter of " + target.length() + " numbers is given " + values.length);
        }
        try (INDArray loaded = Nd4j.create(values, target.shape(), order)) {
            target.assign(loaded);
        }
    }
}

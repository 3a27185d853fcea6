package io.slidestream.networks.dl4j.graph;

import io.slidestream.networks.graph.Activation;
import io.slidestream.networks.graph.Network;
import io.slidestream.networks.graph.Node;
import io.slidestream.networks.graph.Operation;
import io.slidestream.networks.graph.Operation.Activate;
import io.slidestream.networks.graph.Operation.Convolution;
import io.slidestream.networks.graph.Operation.Dense;
import io.slidestream.networks.graph.Operation.GlobalAverage;
import io.slidestream.networks.graph.ServedNetwork;
import io.slidestream.networks.graph.Shape;
import io.slidestream.networks.weights.Tensor;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.params.ConvolutionParamInitializer;
import org.deeplearning4j.nn.weights.WeightInit;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * A served network as a graph that takes pictures [N, height, width, 3]. Layers that have tensors are layers of
 * Deeplearning4j with parameters, all other steps are vertices; an activation that alone reads a step is computed in
 * that step's place.
 */
public final class ServedGraph {
    private static final String FEATURES = "slidestream.features";

    private final ServedNetwork served;
    private final Map<String, List<Node>> readers;
    private final ComputationGraphConfiguration.GraphBuilder builder;
    /** Activations that the step before them does. */
    private final Set<String> fused = new HashSet<>();

    private final Map<String, Operation> layers = new HashMap<>();
    private @Nullable String features;

    private ServedGraph(ServedNetwork served) {
        this.served = served;
        readers = served.network().readers();
        builder = new NeuralNetConfiguration.Builder()
                .weightInit(WeightInit.ZERO)
                .graphBuilder()
                .addInputs(Network.INPUT);
    }

    /**
     * Builds the graph and copies the weights into it.
     *
     * @return a graph the caller closes
     */
    public static ComputationGraph of(ServedNetwork served) {
        return new ServedGraph(served).build();
    }

    /**
     * The same with a second output, the features that its classifier reads; of a convolution their mean over the picture.
     *
     * @return a graph the caller closes
     */
    public static ComputationGraph withFeatures(ServedNetwork served) {
        ServedGraph graph = new ServedGraph(served);
        graph.features = FEATURES;
        return graph.build();
    }

    private ComputationGraph build() {
        for (Node node : served.network().nodes()) {
            if (!fused.contains(node.name())) {
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
        String name = features;
        if (name == null) {
            return new String[] {output()};
        }
        Network network = served.network();
        Node classifier = network.nodes().stream()
                .filter(node -> node.operation().tensors().contains(network.classifier() + ".weight"))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(network.label() + " has no classifier"));
        String read = classifier.input();
        if (classifier.operation() instanceof Convolution) {
            Node mean = new Node(
                    name + ".mean",
                    new GlobalAverage(),
                    List.of(read),
                    Shape.of(network.shape(read).channels()));
            builder.addVertex(mean.name(), new ServedStep(Steps.of(mean, served, null)), read);
            read = mean.name();
        }
        builder.addLayer(name, new ActivationLayer(org.nd4j.linalg.activations.Activation.IDENTITY), read);
        return new String[] {output(), name};
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
        fused.add(name);
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

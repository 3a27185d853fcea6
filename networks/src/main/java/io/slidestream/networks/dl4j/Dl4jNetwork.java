package io.slidestream.networks.dl4j;

import io.slidestream.networks.bundle.Architecture;
import io.slidestream.networks.patches.PatchLayout;
import io.slidestream.networks.weights.Tensor;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A network as a Deeplearning4j graph, its weights under torchvision's names. Uses oneDNN, or is not made at all.
 *
 * <p>Either order is right for inference and for training, and NHWC is the faster. In NCHW a network is trained as
 * Deeplearning4j does it; in NHWC, where its gradients with oneDNN are wrong, by {@link ConvolutionGradient}.
 */
public final class Dl4jNetwork implements AutoCloseable {
    /** End of a graph. */
    public enum Output {
        /** The classifier's input: SqueezeNet's 512 channel means, either AlexNet's 4096 activations. */
        FEATURES,
        /** The logits of the classes. */
        LOGITS,
        /** Softmax and cross-entropy, for training. */
        LOSS
    }

    private final Architecture architecture;
    private final PatchLayout layout;
    private final int classCount;
    private final ComputationGraph graph;

    private Dl4jNetwork(Architecture architecture, PatchLayout layout, int classCount, ComputationGraph graph) {
        this.architecture = architecture;
        this.layout = layout;
        this.classCount = classCount;
        this.graph = graph;
    }

    /**
     * A network with the given weights, which are copied.
     *
     * @throws IllegalArgumentException if the patch size or a tensor does not fit the architecture
     * @throws IllegalStateException if oneDNN cannot be used
     */
    public static Dl4jNetwork of(
            Architecture architecture, PatchLayout layout, Output output, Map<String, Tensor> weights) {
        return of(architecture, layout, output, weights, 0);
    }

    /** @param dropout probability of an input of the layers that torchvision drops out at, while they are trained */
    static Dl4jNetwork of(
            Architecture architecture, PatchLayout layout, Output output, Map<String, Tensor> weights, double dropout) {
        OneDnn.enable();
        Dl4jNetwork network = unchecked(architecture, layout, output, weights, dropout);
        if (!Nd4jDevice.isGpu()) { // there Deeplearning4j has no helpers
            OneDnn.check(network.graph);
        }
        return network;
    }

    /** Builds the network without checking its helpers, so that a test can have the built-in path too. */
    static Dl4jNetwork unchecked(
            Architecture architecture, PatchLayout layout, Output output, Map<String, Tensor> weights, double dropout) {
        architecture.checkSize(layout.sizePx());
        int classCount = architecture.classCount(weights);
        architecture.check(weights, classCount);
        ComputationGraph graph =
                new ComputationGraph(Definitions.define(architecture, layout, classCount, output, dropout));
        graph.init();
        Dl4jNetwork network = new Dl4jNetwork(architecture, layout, classCount, graph);
        network.parameters().forEach((name, parameter) -> {
            Tensor tensor = weights.get(name);
            if (tensor == null) {
                throw new IllegalStateException("graph has a parameter the architecture lacks: " + name);
            }
            parameter.load(tensor, layout.order());
        });
        return network;
    }

    public Architecture architecture() {
        return architecture;
    }

    public PatchLayout layout() {
        return layout;
    }

    /** The graph itself, owned by this network. */
    public ComputationGraph graph() {
        return graph;
    }

    /** A copy of the weights this graph holds, without the classifier's if it ends before it. */
    public Map<String, Tensor> weights() {
        Map<String, Tensor> weights = new LinkedHashMap<>();
        parameters().forEach((name, parameter) -> weights.put(name, parameter.tensor(layout.order())));
        return Collections.unmodifiableMap(weights);
    }

    /** Parameters by torchvision's names, in the order of the layers. */
    Map<String, Parameter> parameters() {
        Map<String, Layer> layers = new HashMap<>();
        for (Layer layer : graph.getLayers()) {
            layers.put(layer.conf().getLayer().getLayerName(), layer);
        }
        Map<String, Parameter> parameters = new LinkedHashMap<>();
        architecture.shapes(classCount).forEach((name, shape) -> {
            String owner = name.substring(0, name.lastIndexOf('.'));
            List<INDArray> parts = Stream.of(owner, GraphLayers.groupName(owner, 0), GraphLayers.groupName(owner, 1))
                    .map(layers::get)
                    .filter(Objects::nonNull)
                    .map(layer -> layer.getParam(name.endsWith(".weight") ? "W" : "b"))
                    .toList();
            if (!parts.isEmpty()) {
                parameters.put(name, new Parameter(name, shape, parts));
            }
        });
        return parameters;
    }

    @Override
    public void close() {
        graph.close();
    }
}

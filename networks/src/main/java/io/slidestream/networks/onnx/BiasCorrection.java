package io.slidestream.networks.onnx;

import io.slidestream.networks.weights.Tensor;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import onnx.Onnx;

/**
 * Biases with which each layer of a network of bytes says on average what the same layer of numbers does: rounding moves
 * the mean of a channel, and the layers behind add that up. Layer by layer, each with those before it corrected, after
 * Nagel et al., "Data-Free Quantization Through Weight Equalization and Bias Correction" (2019), appendix D.
 */
final class BiasCorrection {
    private final Activations activations;
    private final UnaryOperator<Onnx.GraphProto> inBytes;

    /** @param inBytes makes the network of bytes, whose layers keep their names */
    BiasCorrection(Activations activations, UnaryOperator<Onnx.GraphProto> inBytes) {
        this.activations = activations;
        this.inBytes = inBytes;
    }

    /** The network of numbers with the biases that its bytes need. */
    Onnx.GraphProto of(Onnx.GraphProto network) {
        List<Onnx.NodeProto> layers = network.getNodeList().stream()
                .filter(node ->
                        node.getOpType().equals("Conv") || node.getOpType().equals("Gemm"))
                .toList();
        Map<String, ChannelFigures> wanted = activations.channels(
                network, layers.stream().map(layer -> layer.getOutput(0)).toList());
        Onnx.GraphProto corrected = network;
        for (Onnx.NodeProto layer : layers) {
            String output = layer.getOutput(0);
            Onnx.GraphProto part = upTo(inBytes.apply(corrected), output);
            Map<String, ChannelFigures> found = activations.channels(part, List.of(output));
            corrected = shifted(corrected, layer.getInput(2), figures(wanted, output), figures(found, output));
        }
        return corrected;
    }

    private static Onnx.GraphProto shifted(
            Onnx.GraphProto network, String bias, ChannelFigures wanted, ChannelFigures found) {
        Onnx.GraphProto.Builder target = network.toBuilder();
        for (int i = 0; i < target.getInitializerCount(); i++) {
            if (target.getInitializer(i).getName().equals(bias)) {
                Tensor tensor = OnnxTensors.tensor(target.getInitializer(i));
                for (int channel = 0; channel < wanted.channels(); channel++) {
                    tensor.values()[channel] += (float) (wanted.mean(channel) - found.mean(channel));
                }
                target.setInitializer(i, OnnxTensors.floats(bias, tensor));
            }
        }
        return target.build();
    }

    /** The graph's beginning, to the node that makes a tensor. */
    private static Onnx.GraphProto upTo(Onnx.GraphProto graph, String tensor) {
        Onnx.GraphProto.Builder part = graph.toBuilder().clearNode().clearInitializer();
        Set<String> used = new HashSet<>();
        for (Onnx.NodeProto node : graph.getNodeList()) {
            part.addNode(node);
            used.addAll(node.getInputList());
            if (node.getOutput(0).equals(tensor)) {
                break;
            }
        }
        graph.getInitializerList().stream()
                .filter(initializer -> used.contains(initializer.getName()))
                .forEach(part::addInitializer);
        return part.build();
    }

    private static ChannelFigures figures(Map<String, ChannelFigures> all, String name) {
        ChannelFigures figures = all.get(name);
        if (figures == null) {
            throw new IllegalStateException("nothing was heard of " + name);
        }
        return figures;
    }
}

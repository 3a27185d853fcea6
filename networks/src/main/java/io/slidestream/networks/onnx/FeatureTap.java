package io.slidestream.networks.onnx;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import onnx.Onnx;

/**
 * Gives a classifier's graph a second output: what its last layer reads. Of a convolution, as SqueezeNet ends in, it is the mean over the
 * picture.
 */
final class FeatureTap {
    static final String FEATURES = "slidestream.features";

    /** What may come between the last layer and the output; each is followed to its first input. */
    private static final Set<String> PASSED = Set.of(
            "Softmax",
            "LogSoftmax",
            "Sigmoid",
            "Identity",
            "Relu",
            "GlobalAveragePool",
            "AveragePool",
            "ReduceMean",
            "Flatten",
            "Reshape",
            "Squeeze",
            "Cast",
            "QuantizeLinear",
            "DequantizeLinear");

    private FeatureTap() {}

    /**
     * The same model with the output {@value #FEATURES} after its own.
     *
     * @throws IllegalArgumentException if it ends in no layer that is known
     */
    static Onnx.ModelProto of(Onnx.ModelProto model) {
        return model.toBuilder().setGraph(of(model.getGraph())).build();
    }

    /** The same graph with that output. */
    static Onnx.GraphProto of(Onnx.GraphProto source) {
        Map<String, Onnx.NodeProto> makers = new HashMap<>();
        source.getNodeList().forEach(node -> node.getOutputList().forEach(name -> makers.put(name, node)));
        Set<String> constants = new HashSet<>();
        source.getInitializerList().forEach(tensor -> constants.add(tensor.getName()));

        Onnx.NodeProto last = last(source.getOutput(0).getName(), makers, constants);
        String read = last.getInput(0);
        Onnx.GraphProto.Builder graph = source.toBuilder();
        if (last.getOpType().equals("Conv")) {
            graph.addNode(node("GlobalAveragePool", read, FEATURES + ".mean"));
            graph.addNode(node("Flatten", FEATURES + ".mean", FEATURES));
        } else {
            graph.addNode(node("Identity", read, FEATURES));
        }
        graph.addOutput(Onnx.ValueInfoProto.newBuilder()
                .setName(FEATURES)
                .setType(Onnx.TypeProto.newBuilder()
                        .setTensorType(Onnx.TypeProto.Tensor.newBuilder()
                                .setElemType(Onnx.TensorProto.DataType.FLOAT_VALUE))));
        return graph.build();
    }

    private static Onnx.NodeProto last(String output, Map<String, Onnx.NodeProto> makers, Set<String> constants) {
        Onnx.NodeProto node = makers.get(output);
        while (node != null) {
            switch (node.getOpType()) {
                case "Gemm", "MatMul", "Conv" -> {
                    return node;
                }
                case "Add" ->
                    node = makers.get(constants.contains(node.getInput(0)) ? node.getInput(1) : node.getInput(0));
                default -> node = PASSED.contains(node.getOpType()) ? makers.get(node.getInput(0)) : null;
            }
        }
        throw new IllegalArgumentException(
                "it ends in no linear layer or convolution that could be told, so it cannot say how"
                        + " familiar a tile is");
    }

    private static Onnx.NodeProto node(String type, String input, String output) {
        return Onnx.NodeProto.newBuilder()
                .setOpType(type)
                .setName(output)
                .addInput(input)
                .addOutput(output)
                .build();
    }
}

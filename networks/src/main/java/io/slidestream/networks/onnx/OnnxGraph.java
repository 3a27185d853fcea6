package io.slidestream.networks.onnx;

import io.slidestream.networks.weights.Tensor;
import java.util.List;
import java.util.Map;
import onnx.Onnx;

/**
 * A network as an ONNX graph, layer by layer, each on the one before. Layers and tensors keep torchvision's names, and a
 * layer's kernel and width are its weights'.
 */
final class OnnxGraph {
    static final String INPUT = "input";
    static final String OUTPUT = "logits";

    private final Onnx.GraphProto.Builder graph = Onnx.GraphProto.newBuilder();
    private final Map<String, Tensor> weights;
    private String last = INPUT;

    OnnxGraph(String name, Map<String, Tensor> weights) {
        this.weights = weights;
        graph.setName(name);
    }

    /** Goes on from an earlier layer: the start of a branch. */
    OnnxGraph from(String layer) {
        last = layer;
        return this;
    }

    /** A square convolution and its ReLU. */
    OnnxGraph convolution(String name, int stride, int padding) {
        return convolution(name, stride, padding, 1);
    }

    /** A square convolution of stride 1 and its ReLU in two groups, each of half the channels. */
    OnnxGraph twoGroups(String name, int padding) {
        return convolution(name, 1, padding, 2);
    }

    /** AlexNet's local response normalisation over five channels; alpha is divided by their count. */
    OnnxGraph normalization(String name) {
        node("LRN", name, last)
                .addAttribute(integer("size", 5))
                .addAttribute(number("alpha", 1e-4f))
                .addAttribute(number("beta", 0.75f))
                .addAttribute(number("bias", 1));
        last = name;
        return this;
    }

    private OnnxGraph convolution(String name, int stride, int padding, int groups) {
        int kernel = parameter(name + ".weight").shape()[2];
        node("Conv", name + ".linear", last, name + ".weight", name + ".bias")
                .addAttribute(integers("kernel_shape", kernel, kernel))
                .addAttribute(integers("strides", stride, stride))
                .addAttribute(integers("pads", padding, padding, padding, padding))
                .addAttribute(integer("group", groups));
        return relu(name);
    }

    /** The maximum over 3×3 every second pixel. */
    OnnxGraph maximum(String name, Rounding rounding) {
        node("MaxPool", name, last)
                .addAttribute(integers("kernel_shape", 3, 3))
                .addAttribute(integers("strides", 2, 2))
                .addAttribute(integer("ceil_mode", rounding == Rounding.UP ? 1 : 0));
        last = name;
        return this;
    }

    /** Rounding of a pooling's size. */
    enum Rounding {
        UP,
        DOWN
    }

    /** Channels of two layers, one after the other. */
    OnnxGraph merge(String name, String first, String second) {
        node("Concat", name, first, second).addAttribute(integer("axis", 1));
        last = name;
        return this;
    }

    /** One number a channel: the mean over the picture. */
    OnnxGraph mean(String name) {
        node("GlobalAveragePool", name, last);
        last = name;
        return this;
    }

    OnnxGraph flatten(String name) {
        node("Flatten", name, last).addAttribute(integer("axis", 1));
        last = name;
        return this;
    }

    /** A dense layer and its ReLU. */
    OnnxGraph dense(String name) {
        gemm(name, name + ".linear");
        return relu(name);
    }

    /** The last layer, without ReLU. */
    OnnxGraph logits(String name) {
        gemm(name, OUTPUT);
        last = OUTPUT;
        return this;
    }

    /** The graph from pictures to {@value #OUTPUT}, for batches of any size. */
    Onnx.GraphProto build(int sizePx, int classCount) {
        if (!last.equals(OUTPUT)) {
            throw new IllegalStateException("the last layer must make " + OUTPUT + ", is " + last);
        }
        return graph.addInput(value(INPUT, 3, sizePx, sizePx))
                .addOutput(value(OUTPUT, classCount))
                .build();
    }

    private void gemm(String name, String output) {
        node("Gemm", output, last, name + ".weight", name + ".bias").addAttribute(integer("transB", 1));
        parameter(name + ".weight");
        last = output;
    }

    private OnnxGraph relu(String name) {
        node("Relu", name, name + ".linear");
        last = name;
        return this;
    }

    /** A node named as its output; tensors among its inputs become part of the graph. */
    private Onnx.NodeProto.Builder node(String operator, String output, String... inputs) {
        for (String input : inputs) {
            if (weights.containsKey(input)) {
                graph.addInitializer(OnnxTensors.floats(input, parameter(input)));
            }
        }
        return graph.addNodeBuilder()
                .setOpType(operator)
                .setName(output)
                .addAllInput(List.of(inputs))
                .addOutput(output);
    }

    private Tensor parameter(String name) {
        Tensor tensor = weights.get(name);
        if (tensor == null) {
            throw new IllegalArgumentException("weights lack " + name);
        }
        return tensor;
    }

    private static Onnx.ValueInfoProto value(String name, int... sizes) {
        Onnx.TensorShapeProto.Builder shape = Onnx.TensorShapeProto.newBuilder();
        shape.addDimBuilder().setDimParam("N");
        for (int size : sizes) {
            shape.addDimBuilder().setDimValue(size);
        }
        Onnx.TypeProto.Tensor.Builder tensor = Onnx.TypeProto.Tensor.newBuilder()
                .setElemType(Onnx.TensorProto.DataType.FLOAT_VALUE)
                .setShape(shape);
        return Onnx.ValueInfoProto.newBuilder()
                .setName(name)
                .setType(Onnx.TypeProto.newBuilder().setTensorType(tensor))
                .build();
    }

    private static Onnx.AttributeProto integers(String name, int... values) {
        Onnx.AttributeProto.Builder attribute =
                Onnx.AttributeProto.newBuilder().setName(name).setType(Onnx.AttributeProto.AttributeType.INTS);
        for (int value : values) {
            attribute.addInts(value);
        }
        return attribute.build();
    }

    private static Onnx.AttributeProto number(String name, float value) {
        return Onnx.AttributeProto.newBuilder()
                .setName(name)
                .setType(Onnx.AttributeProto.AttributeType.FLOAT)
                .setF(value)
                .build();
    }

    static Onnx.AttributeProto integer(String name, int value) {
        return Onnx.AttributeProto.newBuilder()
                .setName(name)
                .setType(Onnx.AttributeProto.AttributeType.INT)
                .setI(value)
                .build();
    }
}

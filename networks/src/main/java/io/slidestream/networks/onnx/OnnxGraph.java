package io.slidestream.networks.onnx;

import io.slidestream.networks.graph.Activation;
import io.slidestream.networks.graph.Network;
import io.slidestream.networks.graph.Node;
import io.slidestream.networks.graph.Operation;
import io.slidestream.networks.graph.Operation.Activate;
import io.slidestream.networks.graph.Operation.Add;
import io.slidestream.networks.graph.Operation.Average;
import io.slidestream.networks.graph.Operation.Concat;
import io.slidestream.networks.graph.Operation.Convolution;
import io.slidestream.networks.graph.Operation.Dense;
import io.slidestream.networks.graph.Operation.Flatten;
import io.slidestream.networks.graph.Operation.GlobalAverage;
import io.slidestream.networks.graph.Operation.LocalResponse;
import io.slidestream.networks.graph.Operation.Maximum;
import io.slidestream.networks.graph.Operation.Multiply;
import io.slidestream.networks.graph.Operation.Outside;
import io.slidestream.networks.graph.Operation.Rounding;
import io.slidestream.networks.graph.Operation.Scale;
import io.slidestream.networks.graph.Pooling;
import io.slidestream.networks.graph.ServedNetwork;
import io.slidestream.networks.graph.Shape;
import io.slidestream.networks.graph.Window;
import io.slidestream.networks.weights.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import onnx.Onnx;

/** A served network as an ONNX graph, node by node. Values and tensors keep their names. */
final class OnnxGraph {
    static final String INPUT = Network.INPUT;
    static final String OUTPUT = Network.OUTPUT;

    private final Onnx.GraphProto.Builder graph = Onnx.GraphProto.newBuilder();
    private final ServedNetwork served;
    private final UnaryOperator<Onnx.TensorProto> kept;

    private OnnxGraph(ServedNetwork served, UnaryOperator<Onnx.TensorProto> kept) {
        this.served = served;
        this.kept = kept;
        graph.setName(served.network().label());
    }

    /** The graph from pictures to {@value #OUTPUT}, for batches of any size. */
    static Onnx.GraphProto of(ServedNetwork served) {
        return of(served, UnaryOperator.identity());
    }

    /** @param kept gives what stands in the graph for each tensor, one after the other */
    static Onnx.GraphProto of(ServedNetwork served, UnaryOperator<Onnx.TensorProto> kept) {
        OnnxGraph graph = new OnnxGraph(served, kept);
        Network network = served.network();
        network.nodes().forEach(graph::add);
        return graph.graph
                .addInput(value(INPUT, 3, network.sizePx(), network.sizePx()))
                .addOutput(value(OUTPUT, network.classCount()))
                .build();
    }

    private void add(Node node) {
        Operation operation = node.operation();
        if (operation instanceof Convolution layer) {
            convolution(node, layer);
        } else if (operation instanceof Dense layer && node.shape().sizes().size() == 2) {
            TokenGraph.dense(this, node, layer);
        } else if (operation instanceof Dense layer) {
            layer("Gemm", node, layer).addAttribute(integer("transB", 1));
        } else if (operation instanceof Scale layer) {
            scale(node, layer);
        } else if (operation instanceof Activate activate) {
            activation(node, activate.function());
        } else if (operation instanceof Maximum pool) {
            maximum(node, pool);
        } else if (operation instanceof Average pool) {
            average(node, pool);
        } else if (operation instanceof GlobalAverage) {
            node("GlobalAveragePool", node.name(), node.input());
        } else if (operation instanceof Flatten) {
            node("Flatten", node.name(), node.input()).addAttribute(integer("axis", 1));
        } else if (operation instanceof Concat) {
            node("Concat", node.name(), node.inputs()).addAttribute(integer("axis", 1));
        } else if (operation instanceof Add) {
            node("Add", node.name(), node.inputs());
        } else if (operation instanceof Multiply) {
            node("Mul", node.name(), node.inputs());
        } else if (operation instanceof LocalResponse) {
            localResponse(node);
        } else if (!TokenGraph.add(this, node)) {
            throw new IllegalStateException("a served network has no " + operation);
        }
    }

    /** Shape of what a node reads. */
    Shape shape(String name) {
        return served.network().shape(name);
    }

    Tensor tensor(String name) {
        return served.tensor(name);
    }

    /** Makes numbers part of the graph. */
    String constant(Onnx.TensorProto numbers) {
        graph.addInitializer(kept.apply(numbers));
        return numbers.getName();
    }

    private void convolution(Node node, Convolution layer) {
        Window window = layer.window();
        Onnx.NodeProto.Builder convolution = layer("Conv", node, layer)
                .addAttribute(integers("kernel_shape", window.height(), window.width()))
                .addAttribute(integers("strides", window.stride(), window.stride()))
                .addAttribute(pads(window))
                .addAttribute(integer("group", layer.groups()));
        if (window.dilation() > 1) {
            convolution.addAttribute(integers("dilations", window.dilation(), window.dilation()));
        }
    }

    /** The tensors of a scale are [channels], and a picture's channels come before its rows. */
    private void scale(Node node, Scale layer) {
        String product = node.name() + ".scaled";
        int channels = node.shape().channels();
        constant(byChannel(layer.factor(), channels));
        constant(byChannel(layer.shift(), channels));
        node("Mul", product, node.input(), layer.factor());
        node("Add", node.name(), product, layer.shift());
    }

    private Onnx.TensorProto byChannel(String name, int channels) {
        return OnnxTensors.floats(
                name,
                new Tensor(new int[] {1, channels, 1, 1}, served.tensor(name).values()));
    }

    private void activation(Node node, Activation function) {
        String input = node.input();
        switch (function) {
            case RELU -> node("Relu", node.name(), input);
            case RELU6 -> {
                String least = node.name() + ".min";
                String most = node.name() + ".max";
                constant(OnnxTensors.number(least, 0));
                constant(OnnxTensors.number(most, 6));
                node("Clip", node.name(), input, least, most);
            }
            case SIGMOID -> node("Sigmoid", node.name(), input);
            case SILU -> {
                node("Sigmoid", node.name() + ".gate", input);
                node("Mul", node.name(), input, node.name() + ".gate");
            }
            case HARD_SIGMOID -> hardSigmoid(node.name(), input);
            case HARD_SWISH -> {
                hardSigmoid(node.name() + ".gate", input);
                node("Mul", node.name(), input, node.name() + ".gate");
            }
            case GELU -> gelu(node.name(), input);
        }
    }

    private void hardSigmoid(String name, String input) {
        node("HardSigmoid", name, input).addAttribute(number("alpha", 1f / 6)).addAttribute(number("beta", 0.5f));
    }

    /** x/2 · (1 + erf(x/√2)), in the steps that ONNX Runtime makes one of. */
    private void gelu(String name, String input) {
        constant(OnnxTensors.number(name + ".root", (float) Math.sqrt(2)));
        constant(OnnxTensors.number(name + ".one", 1));
        constant(OnnxTensors.number(name + ".half", 0.5f));
        node("Div", name + ".quotient", input, name + ".root");
        node("Erf", name + ".erf", name + ".quotient");
        node("Add", name + ".share", name + ".erf", name + ".one");
        node("Mul", name + ".double", input, name + ".share");
        node("Mul", name, name + ".double", name + ".half");
    }

    /** Where rounding up takes in a part of a window, the padding says so, since engines differ in how they round. */
    private void maximum(Node node, Maximum pool) {
        Window whole = whole(node, pool.window(), pool.rounding());
        boolean rounds = pool.rounding() == Rounding.UP && whole.equals(pool.window());
        Onnx.NodeProto.Builder maximum = node("MaxPool", node.name(), node.input())
                .addAttribute(integers("kernel_shape", whole.height(), whole.width()))
                .addAttribute(integers("strides", whole.stride(), whole.stride()));
        if (whole.isPadded()) {
            maximum.addAttribute(pads(whole));
        }
        maximum.addAttribute(integer("ceil_mode", rounds ? 1 : 0));
    }

    private void average(Node node, Average pool) {
        Window whole = whole(node, pool.window(), pool.rounding());
        node("AveragePool", node.name(), node.input())
                .addAttribute(integers("kernel_shape", whole.height(), whole.width()))
                .addAttribute(integers("strides", whole.stride(), whole.stride()))
                .addAttribute(pads(whole))
                .addAttribute(integer("count_include_pad", pool.outside() == Outside.COUNTED ? 1 : 0));
    }

    private Window whole(Node node, Window window, Rounding rounding) {
        return Pooling.whole(window, rounding, served.network().shape(node.input()));
    }

    /** Alpha is divided by the count of channels, in ONNX as in Caffe. */
    private void localResponse(Node node) {
        node("LRN", node.name(), node.input())
                .addAttribute(integer("size", 5))
                .addAttribute(number("alpha", 1e-4f))
                .addAttribute(number("beta", 0.75f))
                .addAttribute(number("bias", 1));
    }

    /** A node with its tensors, weight and bias, which become part of the graph. */
    private Onnx.NodeProto.Builder layer(String operator, Node node, Operation layer) {
        List<String> inputs = new ArrayList<>(List.of(node.input()));
        for (String tensor : layer.tensors()) {
            inputs.add(constant(OnnxTensors.floats(tensor, served.tensor(tensor))));
        }
        return node(operator, node.name(), inputs);
    }

    Onnx.NodeProto.Builder node(String operator, String output, String... inputs) {
        return node(operator, output, List.of(inputs));
    }

    /** A node named as its output. */
    Onnx.NodeProto.Builder node(String operator, String output, List<String> inputs) {
        return graph.addNodeBuilder()
                .setOpType(operator)
                .setName(output)
                .addAllInput(inputs)
                .addOutput(output);
    }

    private static Onnx.ValueInfoProto value(String name, int... sizes) {
        Onnx.TensorShapeProto.Builder shape = Onnx.TensorShapeProto.newBuilder();
        shape.addDimBuilder().setDimParam("N");
        for (int size : Shape.of(sizes).sizes()) {
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

    private static Onnx.AttributeProto pads(Window window) {
        return integers("pads", window.top(), window.left(), window.bottom(), window.right());
    }

    static Onnx.AttributeProto integers(String name, int... values) {
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

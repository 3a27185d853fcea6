package io.slidestream.networks.onnx;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import onnx.Onnx;
import onnx.Onnx.TensorProto.DataType;

/*
 * A number of 16 bits ends at 65,504, and squares get there soon: of a row of a transformer's numbers, or of neighbouring channels. So
 * what sums squares or exponentials stays in floats, with what reads its results, up to the next matrix product or convolution.
 */
/**
 * A graph of floats as one that computes with numbers of 16 bits. Pictures and outputs stay floats, so it serves as the other does.
 * For graphs of {@link OnnxGraph}, which hold no casts and no constants but initializers.
 */
final class HalfGraph {
    /** Those whose sums need the range of floats. */
    private static final Set<String> IN_FLOATS = Set.of("LRN", "ReduceMean", "Pow", "Sqrt", "Softmax");
    /** Those that a card is fast at. */
    private static final Set<String> IN_HALVES = Set.of("Conv", "Gemm", "MatMul");

    private enum Kind {
        FLOAT,
        HALF,
        /** Floats that the graph holds: rounded where they are read in halves. */
        CONSTANT,
        /** Whole numbers: shapes, places. */
        OTHER
    }

    private final Onnx.GraphProto source;
    private final Onnx.GraphProto.Builder graph;
    private final Map<String, Kind> kinds = new HashMap<>();
    private final Map<String, Onnx.TensorProto> constants = new HashMap<>();
    private final Set<String> outputs = new HashSet<>();
    /** Casts and constants that the graph has. */
    private final Set<String> made = new HashSet<>();

    private HalfGraph(Onnx.GraphProto source) {
        this.source = source;
        graph = source.toBuilder().clearNode().clearInitializer();
        source.getInputList().forEach(input -> kinds.put(input.getName(), Kind.FLOAT));
        source.getOutputList().forEach(output -> outputs.add(output.getName()));
        for (Onnx.TensorProto tensor : source.getInitializerList()) {
            if (tensor.getDataType() == DataType.FLOAT_VALUE) {
                constants.put(tensor.getName(), tensor);
                kinds.put(tensor.getName(), Kind.CONSTANT);
            } else {
                kinds.put(tensor.getName(), Kind.OTHER);
                graph.addInitializer(tensor);
            }
        }
    }

    /** @throws IllegalArgumentException if a weight is larger than such numbers are */
    static Onnx.GraphProto of(Onnx.GraphProto floats) {
        HalfGraph half = new HalfGraph(floats);
        floats.getNodeList().forEach(half::add);
        return half.graph.build();
    }

    private void add(Onnx.NodeProto node) {
        Kind kind = kind(node);
        String name = node.getOutput(0);
        List<String> inputs = new ArrayList<>();
        node.getInputList().forEach(input -> inputs.add(read(input, kind)));
        Onnx.NodeProto.Builder copy = node.toBuilder().clearInput().addAllInput(inputs);
        kinds.put(name, kind);
        if (kind == Kind.HALF && outputs.contains(name)) {
            made.add(name);
            graph.addNode(copy.setOutput(0, halved(name)));
            cast(halved(name), name, DataType.FLOAT_VALUE);
        } else {
            graph.addNode(copy);
        }
    }

    /** What the node computes with, and gives. */
    private Kind kind(Onnx.NodeProto node) {
        List<Kind> read = node.getInputList().stream()
                .map(input -> kinds.getOrDefault(input, Kind.OTHER))
                .toList();
        if (node.getOpType().equals("Shape") || read.stream().allMatch(kind -> kind == Kind.OTHER)) {
            return Kind.OTHER;
        }
        if (IN_FLOATS.contains(node.getOpType())) {
            return Kind.FLOAT;
        }
        boolean follows = read.contains(Kind.FLOAT)
                && !IN_HALVES.contains(node.getOpType())
                && source.getInputList().stream()
                        .noneMatch(input -> node.getInputList().contains(input.getName()));
        return follows ? Kind.FLOAT : Kind.HALF;
    }

    /** Name under which a node of this kind finds the value. */
    private String read(String value, Kind by) {
        Kind kind = kinds.getOrDefault(value, Kind.OTHER);
        if (kind == Kind.CONSTANT) {
            String name = by == Kind.HALF ? halved(value) : value;
            if (made.add(name)) {
                Onnx.TensorProto tensor = Objects.requireNonNull(constants.get(value), value);
                graph.addInitializer(by == Kind.HALF ? OnnxTensors.halves(name, tensor) : tensor);
            }
            return name;
        }
        if (by == Kind.HALF && kind == Kind.FLOAT) {
            if (made.add(halved(value))) {
                cast(value, halved(value), DataType.FLOAT16_VALUE);
            }
            return halved(value);
        }
        if (by == Kind.FLOAT && kind == Kind.HALF && !outputs.contains(value)) {
            String name = value + ".fp32";
            if (made.add(name)) {
                cast(value, name, DataType.FLOAT_VALUE);
            }
            return name;
        }
        return by == Kind.HALF && outputs.contains(value) ? halved(value) : value;
    }

    private void cast(String from, String to, int type) {
        graph.addNodeBuilder()
                .setOpType("Cast")
                .setName(to + ".cast")
                .addInput(from)
                .addOutput(to)
                .addAttribute(OnnxGraph.integer("to", type));
    }

    private static String halved(String name) {
        return name + ".fp16";
    }
}

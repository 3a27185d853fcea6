package io.slidestream.networks.onnx;

import io.slidestream.networks.graph.Node;
import io.slidestream.networks.graph.Operation;
import io.slidestream.networks.graph.Operation.Attention;
import io.slidestream.networks.graph.Operation.Dense;
import io.slidestream.networks.graph.Operation.FeatureScale;
import io.slidestream.networks.graph.Operation.FirstToken;
import io.slidestream.networks.graph.Operation.Gate;
import io.slidestream.networks.graph.Operation.LayerNorm;
import io.slidestream.networks.graph.Operation.MeanToken;
import io.slidestream.networks.graph.Operation.Position;
import io.slidestream.networks.graph.Operation.Prefix;
import io.slidestream.networks.graph.Operation.Tokens;
import io.slidestream.networks.graph.Shape;
import io.slidestream.networks.weights.Tensor;
import java.util.ArrayList;
import java.util.List;

/** A transformer's steps in operator set 13, in the forms that ONNX Runtime makes one step of. Values are [N, tokens, features]. */
final class TokenGraph {
    private TokenGraph() {}

    /** Adds a step of tokens; false if it is none. */
    static boolean add(OnnxGraph graph, Node node) {
        Operation operation = node.operation();
        if (operation instanceof Tokens) {
            tokens(graph, node);
        } else if (operation instanceof Prefix prefix) {
            prefix(graph, node, prefix);
        } else if (operation instanceof Position position) {
            graph.node("Add", node.name(), node.input(), floats(graph, position.tensor()));
        } else if (operation instanceof LayerNorm norm) {
            layerNorm(graph, node, norm);
        } else if (operation instanceof Attention attention) {
            attention(graph, node, attention);
        } else if (operation instanceof FeatureScale scale) {
            graph.node("Mul", node.name(), node.input(), floats(graph, scale.factor()));
        } else if (operation instanceof Gate) {
            gate(graph, node);
        } else if (operation instanceof FirstToken) {
            taken(graph, node.name(), node.input(), 1, 0);
        } else if (operation instanceof MeanToken mean) {
            mean(graph, node, mean);
        } else {
            return false;
        }
        return true;
    }

    /** A dense layer on each token. */
    static void dense(OnnxGraph graph, Node node, Dense layer) {
        Tensor weight = graph.tensor(layer.weight());
        int outputs = weight.shape()[0];
        int inputs = weight.shape()[1];
        Tensor transposed = Tensor.zeros(inputs, outputs);
        for (int out = 0; out < outputs; out++) {
            for (int in = 0; in < inputs; in++) {
                transposed.values()[in * outputs + out] = weight.values()[out * inputs + in];
            }
        }
        String product = node.name() + ".product";
        graph.node("MatMul", product, node.input(), graph.constant(OnnxTensors.floats(layer.weight(), transposed)));
        String bias = layer.tensors().get(1);
        graph.node("Add", node.name(), product, floats(graph, bias));
    }

    private static String floats(OnnxGraph graph, String tensor) {
        return graph.constant(OnnxTensors.floats(tensor, graph.tensor(tensor)));
    }

    private static void tokens(OnnxGraph graph, Node node) {
        String name = node.name();
        Shape shape = node.shape();
        int count = shape.sizes().get(0);
        String sizes = graph.constant(OnnxTensors.longs(name + ".sizes", 0, shape.channels(), count));
        graph.node("Reshape", name + ".flat", node.input(), sizes);
        graph.node("Transpose", name, name + ".flat").addAttribute(OnnxGraph.integers("perm", 0, 2, 1));
    }

    /** The learnt tokens as often as there are patches in the batch, before the others. */
    private static void prefix(OnnxGraph graph, Node node, Prefix prefix) {
        String name = node.name();
        String first = graph.constant(OnnxTensors.longs(name + ".first", 0));
        graph.node("Shape", name + ".shape", node.input());
        graph.node("Gather", name + ".batch", name + ".shape", first).addAttribute(OnnxGraph.integer("axis", 0));
        List<String> parts = new ArrayList<>();
        for (String tensor : prefix.tensors()) {
            int[] shape = graph.tensor(tensor).shape();
            String size = graph.constant(OnnxTensors.longs(tensor + ".size", shape[1], shape[2]));
            graph.node("Concat", tensor + ".sizes", name + ".batch", size).addAttribute(OnnxGraph.integer("axis", 0));
            graph.node("Expand", tensor + ".expanded", floats(graph, tensor), tensor + ".sizes");
            parts.add(tensor + ".expanded");
        }
        parts.add(node.input());
        graph.node("Concat", name, parts).addAttribute(OnnxGraph.integer("axis", 1));
    }

    private static void layerNorm(OnnxGraph graph, Node node, LayerNorm norm) {
        String name = node.name();
        String two = graph.constant(OnnxTensors.number(name + ".two", 2));
        String epsilon = graph.constant(OnnxTensors.number(name + ".epsilon", (float) norm.epsilon()));
        graph.node("ReduceMean", name + ".mean", node.input()).addAttribute(OnnxGraph.integers("axes", -1));
        graph.node("Sub", name + ".centred", node.input(), name + ".mean");
        graph.node("Pow", name + ".squares", name + ".centred", two);
        graph.node("ReduceMean", name + ".variance", name + ".squares").addAttribute(OnnxGraph.integers("axes", -1));
        graph.node("Add", name + ".above", name + ".variance", epsilon);
        graph.node("Sqrt", name + ".deviation", name + ".above");
        graph.node("Div", name + ".unit", name + ".centred", name + ".deviation");
        graph.node("Mul", name + ".scaled", name + ".unit", floats(graph, norm.weight()));
        graph.node("Add", name, name + ".scaled", floats(graph, norm.bias()));
    }

    private static void attention(OnnxGraph graph, Node node, Attention attention) {
        String name = node.name();
        int tokens = node.shape().sizes().get(0);
        int width = node.shape().channels();
        int perHead = width / attention.heads();
        String apart = graph.constant(OnnxTensors.longs(name + ".apart", 0, tokens, 3, attention.heads(), perHead));
        graph.node("Reshape", name + ".parts", node.input(), apart);
        graph.node("Transpose", name + ".byPart", name + ".parts")
                .addAttribute(OnnxGraph.integers("perm", 2, 0, 3, 1, 4)); // [3, N, heads, tokens, features]
        taken(graph, name + ".query", name + ".byPart", 0, 0);
        taken(graph, name + ".key", name + ".byPart", 0, 1);
        taken(graph, name + ".value", name + ".byPart", 0, 2);
        graph.node("Transpose", name + ".keys", name + ".key").addAttribute(OnnxGraph.integers("perm", 0, 1, 3, 2));
        String scale = graph.constant(OnnxTensors.number(name + ".scale", (float) (1 / Math.sqrt(perHead))));
        graph.node("Mul", name + ".scaled", name + ".query", scale);
        graph.node("MatMul", name + ".likeness", name + ".scaled", name + ".keys");
        graph.node("Softmax", name + ".weights", name + ".likeness").addAttribute(OnnxGraph.integer("axis", -1));
        graph.node("MatMul", name + ".mixed", name + ".weights", name + ".value");
        graph.node("Transpose", name + ".byToken", name + ".mixed")
                .addAttribute(OnnxGraph.integers("perm", 0, 2, 1, 3));
        String together = graph.constant(OnnxTensors.longs(name + ".together", 0, tokens, width));
        graph.node("Reshape", name, name + ".byToken", together);
    }

    private static void taken(OnnxGraph graph, String name, String input, int axis, int index) {
        String place = graph.constant(OnnxTensors.index(name + ".place", index));
        graph.node("Gather", name, input, place).addAttribute(OnnxGraph.integer("axis", axis));
    }

    private static void gate(OnnxGraph graph, Node node) {
        String name = node.name();
        int half = node.shape().channels();
        sliced(graph, name + ".first", node.input(), 2, 0, half);
        sliced(graph, name + ".second", node.input(), 2, half, 2 * half);
        graph.node("Sigmoid", name + ".sigmoid", name + ".first");
        graph.node("Mul", name + ".silu", name + ".first", name + ".sigmoid");
        graph.node("Mul", name, name + ".silu", name + ".second");
    }

    private static void mean(OnnxGraph graph, Node node, MeanToken mean) {
        String patches = node.name() + ".patches";
        int tokens = graph.shape(node.input()).sizes().get(0);
        sliced(graph, patches, node.input(), 1, mean.from(), tokens);
        graph.node("ReduceMean", node.name(), patches)
                .addAttribute(OnnxGraph.integers("axes", 1))
                .addAttribute(OnnxGraph.integer("keepdims", 0));
    }

    private static void sliced(OnnxGraph graph, String name, String input, int axis, int from, int to) {
        graph.node(
                "Slice",
                name,
                input,
                graph.constant(OnnxTensors.longs(name + ".from", from)),
                graph.constant(OnnxTensors.longs(name + ".to", to)),
                graph.constant(OnnxTensors.longs(name + ".axis", axis)));
    }
}

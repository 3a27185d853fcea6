package io.slidestream.networks.onnx;

import io.slidestream.networks.weights.Tensor;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import onnx.Onnx;

/**
 * A network's graph in bytes, in the form that ONNX Runtime fuses into its integer kernels: every layer stays as it is
 * and stands between a {@code DequantizeLinear} of its inputs and a {@code QuantizeLinear} of its output.
 *
 * <p>Activations are unsigned bytes. After a ReLU their zero is the byte 0, which makes the ReLU itself vanish into the
 * clipping. Pooling keeps its input's range, and so do the branches that a concatenation joins, so that it only copies
 * bytes. A factor and a summand for each channel are one step: nothing is rounded between. The classifier stays in
 * floating point: it is a hundredth of the work at most, and the logits keep their digits.
 */
final class Int8Graph {
    private static final Set<String> CLIPPING = Set.of("Relu", "Clip");
    /** Whose results have ranges of their own. */
    private static final Set<String> COMPUTING = Set.of("Relu", "Clip", "LRN", "Conv", "Gemm", "Add", "Mul");

    /** Whose results are as large as what they read. */
    private static final Set<String> KEEPING = Set.of("MaxPool", "AveragePool", "Concat");

    private static final String BYTES = ".q";
    private static final String NUMBERS = ".dq";

    /** ONNX Runtime's fast convolution of bytes wants its channels by fours: a third of the picture's time. */
    private static final int CHANNELS = 4;

    private final Onnx.GraphProto source;
    private final String classifier;
    private final Map<String, Onnx.TensorProto> weights = new HashMap<>();
    private final Map<String, ValueRange> ranges;
    /** Ranges of the tensors that are quantised so far. */
    private final Map<String, ValueRange> quantised = new HashMap<>();

    /** Tensors with a range of their own. */
    private final Set<String> own;

    private final Onnx.GraphProto.Builder target;

    private Int8Graph(Onnx.GraphProto source, String classifier, Map<String, ValueRange> ranges) {
        this.source = source;
        this.classifier = classifier;
        own = Set.copyOf(activations(source, classifier));
        this.ranges = joined(source, ranges);
        source.getInitializerList().forEach(tensor -> weights.put(tensor.getName(), tensor));
        target = source.toBuilder().clearNode().clearInitializer();
    }

    /**
     * @param source as {@link OnnxGraph} makes it
     * @param classifier the layer that stays as it is
     * @param ranges of the input and of all {@link #activations}
     */
    static Onnx.GraphProto of(Onnx.GraphProto source, String classifier, Map<String, ValueRange> ranges) {
        return new Int8Graph(source, classifier, ranges).build();
    }

    /** The tensors whose ranges must be known, besides the input: what layers give after their ReLU or normalisation. */
    static List<String> activations(Onnx.GraphProto source, String classifier) {
        Set<String> open = afterClassifier(source, classifier);
        Map<String, ChannelScale> scales = ChannelScale.of(source);
        Set<String> products = scales.values().stream()
                .map(scale -> scale.product().getOutput(0))
                .collect(Collectors.toSet());
        return source.getNodeList().stream()
                .filter(node -> COMPUTING.contains(node.getOpType()))
                .map(node -> node.getOutput(0))
                .filter(name -> !open.contains(name) && !products.contains(name) && !isClippedNext(source, name))
                .toList();
    }

    /** What the classifier gives, and all that is computed from it. */
    private static Set<String> afterClassifier(Onnx.GraphProto source, String classifier) {
        Set<String> after = new HashSet<>(Set.of(classifier + ".weight"));
        for (Onnx.NodeProto node : source.getNodeList()) {
            if (node.getInputList().stream().anyMatch(after::contains)) {
                after.add(node.getOutput(0));
            }
        }
        return after;
    }

    /** Whether a ReLU alone reads a tensor: then its own range is not needed, since the clipping of bytes does it. */
    private static boolean isClippedNext(Onnx.GraphProto source, String name) {
        List<Onnx.NodeProto> readers = source.getNodeList().stream()
                .filter(node -> node.getInputList().contains(name))
                .toList();
        return readers.size() == 1 && CLIPPING.contains(readers.get(0).getOpType());
    }

    private boolean isLayer(Onnx.NodeProto node) {
        boolean layer = node.getOpType().equals("Conv") || node.getOpType().equals("Gemm");
        return layer && !node.getInput(1).equals(classifier + ".weight");
    }

    private Onnx.GraphProto build() {
        input();
        for (Onnx.NodeProto node : source.getNodeList()) {
            String output = node.getOutput(0);
            switch (node.getOpType()) {
                case "Conv", "Gemm", "Relu", "Clip", "LRN", "Add", "Mul" -> {
                    if (isLayer(node) && quantised.containsKey(node.getInput(0))) {
                        layer(node);
                    } else {
                        copy(node);
                    }
                    if (own.contains(output)) {
                        quantise(output, range(output));
                    }
                }
                case "MaxPool", "AveragePool", "Flatten", "Concat" -> {
                    ValueRange input = quantised.get(node.getInput(0));
                    copy(node);
                    if (input != null) {
                        quantise(output, input);
                    }
                }
                default -> copy(node);
            }
        }
        return target.build();
    }

    /** The picture as bytes, with a fourth channel of zeros. */
    private void input() {
        ValueRange range = range(OnnxGraph.INPUT);
        String scale = scale(OnnxGraph.INPUT);
        String zero = zero(OnnxGraph.INPUT);
        String pads = OnnxGraph.INPUT + ".pads";
        String three = OnnxGraph.INPUT + ".three";
        target.addInitializer(OnnxTensors.number(scale, range.scale()))
                .addInitializer(OnnxTensors.unsignedByte(zero, range.zeroPoint()))
                .addInitializer(OnnxTensors.longs(pads, 0, 0, 0, 0, 0, CHANNELS - 3, 0, 0));
        node("QuantizeLinear", three, OnnxGraph.INPUT, scale, zero);
        node("Pad", bytes(OnnxGraph.INPUT), three, pads, zero);
        node("DequantizeLinear", OnnxGraph.INPUT + NUMBERS, bytes(OnnxGraph.INPUT), scale, zero);
        quantised.put(OnnxGraph.INPUT, range);
    }

    /** Pads the weights with zeros for the picture's channel of zeros. */
    private static Tensor padded(Tensor weight) {
        int[] shape = weight.shape();
        if (shape.length != 4 || shape[1] != 3) {
            return weight;
        }
        Tensor padded = Tensor.zeros(shape[0], CHANNELS, shape[2], shape[3]);
        int area = shape[2] * shape[3];
        for (int output = 0; output < shape[0]; output++) {
            System.arraycopy(weight.values(), output * 3 * area, padded.values(), output * CHANNELS * area, 3 * area);
        }
        return padded;
    }

    /** A layer's weights as bytes, of this shape, without those of the picture's channel of zeros. */
    static byte[] withoutPadding(Onnx.TensorProto bytes, int[] shape) {
        byte[] values = bytes.getRawData().toByteArray();
        if (shape.length != 4 || shape[1] != 3 || bytes.getDims(1) != CHANNELS) {
            return values;
        }
        int area = shape[2] * shape[3];
        byte[] result = new byte[shape[0] * 3 * area];
        for (int output = 0; output < shape[0]; output++) {
            System.arraycopy(values, output * CHANNELS * area, result, output * 3 * area, 3 * area);
        }
        return result;
    }

    /** Where a tensor's bytes are. */
    static String bytes(String tensor) {
        return tensor + BYTES;
    }

    /** Where the difference of the values of neighbouring bytes is. */
    static String scale(String tensor) {
        return tensor + ".scale";
    }

    /** Where the byte of zero is. */
    static String zero(String tensor) {
        return tensor + ".zero";
    }

    private void layer(Onnx.NodeProto node) {
        String input = node.getInput(0);
        float inputScale = range(input).scale();
        Tensor weight = padded(OnnxTensors.tensor(weight(node.getInput(1))));
        Int8Weights bytes = Int8Weights.of(weight, OnnxTensors.tensor(weight(node.getInput(2))), inputScale);
        String weightName = node.getInput(1);
        String biasName = node.getInput(2);
        target.addInitializer(OnnxTensors.signedBytes(bytes(weightName), bytes.values(), weight.shape()))
                .addInitializer(OnnxTensors.floats(scale(weightName), bytes.scales()))
                .addInitializer(OnnxTensors.signedBytes(
                        zero(weightName), new byte[bytes.scales().length], bytes.scales().length))
                .addInitializer(OnnxTensors.integers(bytes(biasName), bytes.bias()))
                .addInitializer(OnnxTensors.floats(scale(biasName), bytes.biasScales(inputScale)));
        node("DequantizeLinear", weightName + NUMBERS, bytes(weightName), scale(weightName), zero(weightName))
                .addAttribute(OnnxGraph.integer("axis", 0));
        node("DequantizeLinear", biasName + NUMBERS, bytes(biasName), scale(biasName))
                .addAttribute(OnnxGraph.integer("axis", 0));
        target.addNode(node.toBuilder()
                .setInput(0, numbers(input))
                .setInput(1, weightName + NUMBERS)
                .setInput(2, biasName + NUMBERS));
    }

    private Onnx.NodeProto.Builder node(String operator, String output, String... inputs) {
        return target.addNodeBuilder()
                .setOpType(operator)
                .setName(output)
                .addAllInput(List.of(inputs))
                .addOutput(output);
    }

    private void copy(Onnx.NodeProto node) {
        Onnx.NodeProto.Builder copy = node.toBuilder();
        for (int i = 0; i < node.getInputCount(); i++) {
            copy.setInput(i, numbers(node.getInput(i)));
            Onnx.TensorProto weight = weights.get(node.getInput(i));
            if (weight != null) {
                target.addInitializer(weight);
            }
        }
        target.addNode(copy);
    }

    private void quantise(String name, ValueRange range) {
        String scale = scale(name);
        String zero = zero(name);
        target.addInitializer(OnnxTensors.number(scale, range.scale()))
                .addInitializer(OnnxTensors.unsignedByte(zero, range.zeroPoint()));
        node("QuantizeLinear", bytes(name), name, scale, zero);
        node("DequantizeLinear", name + NUMBERS, bytes(name), scale, zero);
        quantised.put(name, range);
    }

    private String numbers(String name) {
        return quantised.containsKey(name) ? name + NUMBERS : name;
    }

    private Onnx.TensorProto weight(String name) {
        Onnx.TensorProto tensor = weights.get(name);
        if (tensor == null) {
            throw new IllegalArgumentException("the graph has no weights " + name);
        }
        return tensor;
    }

    private ValueRange range(String name) {
        ValueRange range = quantised.getOrDefault(name, ranges.get(name));
        if (range == null) {
            throw new IllegalArgumentException("no range is known of " + name);
        }
        return range;
    }

    /** Branches that are concatenated share the range that holds all, and so does what pooling makes of them. */
    private static Map<String, ValueRange> joined(Onnx.GraphProto source, Map<String, ValueRange> ranges) {
        Map<String, ValueRange> joined = new HashMap<>(ranges);
        boolean grew = true;
        while (grew) {
            grew = false;
            for (Onnx.NodeProto node : source.getNodeList()) {
                if (KEEPING.contains(node.getOpType())) {
                    List<String> members = new ArrayList<>(node.getInputList());
                    members.add(node.getOutput(0));
                    ValueRange common = members.stream()
                            .map(joined::get)
                            .filter(Objects::nonNull)
                            .reduce(ValueRange::and)
                            .orElse(new ValueRange(0, 1e-3f));
                    for (String member : members) {
                        grew |= !common.equals(joined.put(member, common));
                    }
                }
            }
        }
        return joined;
    }
}

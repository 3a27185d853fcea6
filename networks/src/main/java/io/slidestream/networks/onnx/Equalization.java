package io.slidestream.networks.onnx;

import io.slidestream.networks.weights.Tensor;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import onnx.Onnx;

/**
 * The same network with its channels on a common scale. A byte has one step for all channels of a tensor, so a channel
 * that speaks softly beside a loud one is left with a few steps. What lies between two layers here, ReLU, pooling,
 * joining, passes a factor through, so each channel of a layer is divided by its factor and the next layers' weights are
 * multiplied by it: the answers stay, to rounding.
 *
 * <p>The factor is the root of the channel's largest number over the largest weight that reads it, which leaves both
 * with the same room. After Nagel et al., "Data-Free Quantization Through Weight Equalization and Bias Correction"
 * (2019), and Xiao et al., "SmoothQuant" (2023).
 */
final class Equalization {
    /** A channel that is next to silent is not blown up without bound. */
    private static final double MOST = 100;

    private final Onnx.GraphProto network;
    private final Map<String, Tensor> weights = new HashMap<>();
    private final Map<String, ChannelScale> scales;

    private Equalization(Onnx.GraphProto network) {
        this.network = network;
        scales = ChannelScale.of(network);
        network.getInitializerList().forEach(tensor -> weights.put(tensor.getName(), copy(OnnxTensors.tensor(tensor))));
    }

    /**
     * @param network as {@link OnnxGraph} makes it
     * @param heard what each layer says after its ReLU; the others stay as they are
     */
    static Onnx.GraphProto of(Onnx.GraphProto network, Map<String, ChannelFigures> heard) {
        Equalization equalization = new Equalization(network);
        for (Onnx.NodeProto node : network.getNodeList()) {
            ChannelFigures figures = heard.get(node.getOutput(0));
            if (figures != null && node.getOpType().equals("Relu")) {
                equalization.equalize(node.getOutput(0), figures);
            }
        }
        return equalization.build();
    }

    private void equalize(String layer, ChannelFigures figures) {
        List<Reader> readers = new ArrayList<>();
        if (!follow(layer, 0, figures.channels(), readers)) {
            return;
        }
        Optional<Source> source = sourceOf(layer);
        if (source.isEmpty()) {
            return;
        }
        Tensor weight = source.get().weight();
        Tensor bias = source.get().bias();
        int inputs = weight.values().length / figures.channels();
        for (int channel = 0; channel < figures.channels(); channel++) {
            double loudest = figures.largest(channel);
            double most = 0;
            for (Reader reader : readers) {
                most = Math.max(most, reader.largest(channel));
            }
            if (!(loudest > 0 && most > 0)) {
                continue;
            }
            float factor = (float) Math.max(1 / MOST, Math.min(MOST, Math.sqrt(loudest / most)));
            for (int i = channel * inputs; i < (channel + 1) * inputs; i++) {
                weight.values()[i] /= factor;
            }
            bias.values()[channel] /= factor;
            for (Reader reader : readers) {
                reader.multiply(channel, factor);
            }
        }
    }

    /**
     * Finds the layers that read a tensor.
     *
     * @param offset place of the first channel in the tensor
     * @param channels of the tensor
     * @return whether nothing stands between that a factor does not pass through
     */
    private boolean follow(String tensor, int offset, int channels, List<Reader> readers) {
        boolean passes = true;
        for (Onnx.NodeProto node : network.getNodeList()) {
            int place = node.getInputList().indexOf(tensor);
            if (place < 0) {
                continue;
            }
            String output = node.getOutput(0);
            switch (node.getOpType()) {
                case "MaxPool", "GlobalAveragePool", "Flatten" ->
                    passes &= !output.equals(OnnxGraph.OUTPUT) && follow(output, offset, channels, readers);
                case "Concat" -> {
                    int before = 0;
                    int all = 0;
                    for (int i = 0; i < node.getInputCount(); i++) {
                        int count = channelsOf(node.getInput(i)).orElse(0);
                        passes &= count > 0;
                        before += i < place ? count : 0;
                        all += count;
                    }
                    passes &= follow(output, offset + before, all, readers);
                }
                case "Conv", "Gemm" -> readers.add(new Reader(weight(node.getInput(1)), offset, channels));
                default -> passes = false;
            }
        }
        return passes && !readers.isEmpty();
    }

    /** Number of channels of a layer after its ReLU; empty for pooled and joined ones, where it is not needed. */
    private Optional<Integer> channelsOf(String layer) {
        return sourceOf(layer).map(source -> source.bias().values().length);
    }

    /** What is before a ReLU: a layer, or a factor and a summand for each channel; by output first. */
    private record Source(Tensor weight, Tensor bias) {}

    /** What is before a ReLU; empty if another step is. */
    private Optional<Source> sourceOf(String activation) {
        return network.getNodeList().stream()
                .filter(node ->
                        node.getOutput(0).equals(activation) && node.getOpType().equals("Relu"))
                .flatMap(relu -> sourcesOf(relu.getInput(0)))
                .findFirst();
    }

    private Stream<Source> sourcesOf(String linear) {
        ChannelScale scale = scales.get(linear);
        return scale != null
                ? Stream.of(new Source(weight(scale.factors()), weight(scale.summands())))
                : network.getNodeList().stream()
                        .filter(node -> node.getOutput(0).equals(linear))
                        .filter(node -> node.getOpType().equals("Conv")
                                || node.getOpType().equals("Gemm"))
                        .map(node -> new Source(weight(node.getInput(1)), weight(node.getInput(2))));
    }

    private Onnx.GraphProto build() {
        Onnx.GraphProto.Builder target = network.toBuilder().clearInitializer();
        network.getInitializerList()
                .forEach(tensor ->
                        target.addInitializer(OnnxTensors.floats(tensor.getName(), weight(tensor.getName()))));
        return target.build();
    }

    private Tensor weight(String name) {
        Tensor tensor = weights.get(name);
        if (tensor == null) {
            throw new IllegalArgumentException("the graph has no weights " + name);
        }
        return tensor;
    }

    private static Tensor copy(Tensor tensor) {
        return new Tensor(tensor.shape(), tensor.values().clone());
    }

    /**
     * A layer's weights, by output first, and where the channels of another layer are among its inputs.
     *
     * @param offset of the first of them
     * @param channels of the tensor that is read, each as many inputs in a row as it has places
     */
    private record Reader(Tensor weight, int offset, int channels) {
        double largest(int channel) {
            float[] largest = {0};
            each(channel, i -> largest[0] = Math.max(largest[0], Math.abs(weight.values()[i])));
            return largest[0];
        }

        void multiply(int channel, float factor) {
            each(channel, i -> weight.values()[i] *= factor);
        }

        private void each(int channel, java.util.function.IntConsumer weightOf) {
            int[] shape = weight.shape();
            boolean grouped = shape.length == 4 && shape[1] < channels;
            int groups = grouped ? channels / shape[1] : 1;
            int outputs = shape[0] / groups;
            int perOutput = weight.values().length / shape[0];
            int perChannel = perOutput * groups / channels;
            int input = offset + channel;
            int group = input / (channels / groups);
            int first = input % (channels / groups) * perChannel;
            for (int output = group * outputs; output < (group + 1) * outputs; output++) {
                for (int i = 0; i < perChannel; i++) {
                    weightOf.accept(output * perOutput + first + i);
                }
            }
        }
    }
}

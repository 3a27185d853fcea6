package io.slidestream.networks.onnx;

import io.slidestream.networks.bundle.ExternalData;
import io.slidestream.networks.engine.Precision;
import io.slidestream.networks.family.Families;
import io.slidestream.networks.graph.Folding;
import io.slidestream.networks.graph.Network;
import io.slidestream.networks.graph.ServedNetwork;
import io.slidestream.networks.weights.Tensor;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import onnx.Onnx;
import org.nd4j.shade.protobuf.InvalidProtocolBufferException;

/**
 * The networks in ONNX's words: operator set 13, in which both they and their quantised
 * forms can be said. Input {@code input} [N, 3, side, side], output {@code logits} [N, classes].
 *
 * <p>Equal arguments give equal bytes.
 */
public final class OnnxFile {
    private static final int IR_VERSION = 7;
    private static final int OPERATOR_SET = 13;
    /** Of numbers in the file itself: a message of protocol buffers, less what the graph takes. */
    static final long MOST_BYTES = 2_100_000_000L;

    private OnnxFile() {}

    /** Writes a network of floats that belongs to no file of weights. */
    public static void write(Path file, Network network, Map<String, Tensor> weights) throws IOException {
        write(file, OnnxGraph.of(Folding.of(network, weights)), "", Precision.FP32);
    }

    /** Writes any graph. */
    static void write(Path file, Onnx.GraphProto graph, String weightsSha256, Precision precision) throws IOException {
        try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file))) {
            model(graph, weightsSha256, precision).writeTo(out);
        }
    }

    /**
     * Writes the network that the weights are for, in floats; its large tensors into {@link ExternalData#ownOf another file}
     * where there are more bytes of numbers than the most.
     */
    static void write(Path file, int sizePx, Map<String, Tensor> weights, String weightsSha256, long most)
            throws IOException {
        if (numberBytes(weights) <= most) {
            write(file, graph(sizePx, weights), weightsSha256, Precision.FP32);
            return;
        }
        try (NumbersBeside beside = new NumbersBeside(ExternalData.ownOf(file))) {
            ServedNetwork served = Folding.of(Families.network(weights, sizePx), weights);
            write(file, OnnxGraph.of(served, beside::moved), weightsSha256, Precision.FP32);
        } catch (UncheckedIOException e) {
            throw Objects.requireNonNull(e.getCause());
        }
    }

    /**
     * What a file holds.
     *
     * @throws IllegalArgumentException if that is no ONNX model
     */
    static Onnx.ModelProto parse(Path file, byte[] content) {
        try {
            return Onnx.ModelProto.parseFrom(content);
        } catch (InvalidProtocolBufferException e) {
            throw new IllegalArgumentException(file.getFileName() + " is no ONNX file", e);
        }
    }

    /** @throws IllegalArgumentException if the file would be larger than its format can be */
    static Onnx.ModelProto model(Onnx.GraphProto graph, String weightsSha256, Precision precision) {
        long bytes = graph.getInitializerList().stream()
                .mapToLong(numbers -> numbers.getRawData().size())
                .sum();
        if (bytes > MOST_BYTES) {
            throw new IllegalArgumentException(String.format(
                    Locale.ROOT,
                    "its weights are %.1f GB, and one ONNX file holds 2 at most: "
                            + (precision == Precision.FP16
                                    ? "choose fp32 (--precision fp32, or inference.precision=fp32)"
                                    : "`slidestream export` writes two"),
                    bytes / 1e9));
        }
        return Onnx.ModelProto.newBuilder()
                .setIrVersion(IR_VERSION)
                .setProducerName("slidestream")
                .addOpsetImport(Onnx.OperatorSetIdProto.newBuilder().setVersion(OPERATOR_SET))
                .addMetadataProps(Onnx.StringStringEntryProto.newBuilder()
                        .setKey(OnnxModel.WEIGHTS_SHA256)
                        .setValue(weightsSha256))
                .addMetadataProps(Onnx.StringStringEntryProto.newBuilder()
                        .setKey(OnnxModel.PRECISION)
                        .setValue(precision.label()))
                .setGraph(graph)
                .build();
    }

    static long numberBytes(Map<String, Tensor> weights) {
        return weights.values().stream()
                .mapToLong(tensor -> (long) Float.BYTES * tensor.values().length)
                .sum();
    }

    /**
     * The network that the weights are for, of floats.
     *
     * @throws IllegalArgumentException if they are no network's, or it does not take patches of this side
     */
    static Onnx.GraphProto graph(int sizePx, Map<String, Tensor> weights) {
        return OnnxGraph.of(Folding.of(Families.network(weights, sizePx), weights));
    }
}

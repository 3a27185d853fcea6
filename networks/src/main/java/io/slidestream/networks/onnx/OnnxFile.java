package io.slidestream.networks.onnx;

import io.slidestream.networks.engine.Precision;
import io.slidestream.networks.family.Families;
import io.slidestream.networks.graph.Folding;
import io.slidestream.networks.graph.Network;
import io.slidestream.networks.weights.Tensor;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import onnx.Onnx;

/**
 * The networks in ONNX's words: operator set 13, in which both they and their quantised
 * forms can be said. Input {@code input} [N, 3, side, side], output {@code logits} [N, classes].
 *
 * <p>Equal arguments give equal bytes.
 */
public final class OnnxFile {
    private static final int IR_VERSION = 7;
    private static final int OPERATOR_SET = 13;

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

    static Onnx.ModelProto model(Onnx.GraphProto graph, String weightsSha256, Precision precision) {
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

    /**
     * The network that the weights are for, of floats.
     *
     * @throws IllegalArgumentException if they are no network's, or it does not take patches of this side
     */
    static Onnx.GraphProto graph(int sizePx, Map<String, Tensor> weights) {
        return OnnxGraph.of(Folding.of(Families.network(weights, sizePx), weights));
    }
}

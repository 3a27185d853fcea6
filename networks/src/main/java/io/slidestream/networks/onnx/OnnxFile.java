package io.slidestream.networks.onnx;

import io.slidestream.networks.bundle.Architecture;
import io.slidestream.networks.bundle.Fire;
import io.slidestream.networks.engine.Precision;
import io.slidestream.networks.onnx.OnnxGraph.Rounding;
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
final class OnnxFile {
    private static final int IR_VERSION = 7;
    private static final int OPERATOR_SET = 13;

    private OnnxFile() {}

    /**
     * Writes one file, holding the weights twice in memory.
     *
     * @param weightsSha256 goes into the file's metadata
     * @throws IllegalArgumentException if the patch size or a tensor does not fit the architecture
     */
    static void write(
            Path file, Architecture architecture, int sizePx, Map<String, Tensor> weights, String weightsSha256)
            throws IOException {
        write(file, graph(architecture, sizePx, weights), weightsSha256, Precision.FP32);
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
     * A network of floats.
     *
     * @throws IllegalArgumentException if the patch size or a tensor does not fit the architecture
     */
    static Onnx.GraphProto graph(Architecture architecture, int sizePx, Map<String, Tensor> weights) {
        architecture.checkSize(sizePx);
        int classCount = architecture.classCount(weights);
        architecture.check(weights, classCount);
        OnnxGraph graph = new OnnxGraph(architecture.label(), weights);
        switch (architecture) {
            case ALEXNET -> alexNet(graph);
            case ALEXNET_GROUPED -> groupedAlexNet(graph);
            case SQUEEZENET1_1 -> squeezeNet(graph);
        }
        return graph.build(sizePx, classCount);
    }

    private static void alexNet(OnnxGraph graph) {
        graph.convolution("features.0", 4, 2)
                .maximum("features.2", Rounding.DOWN)
                .convolution("features.3", 1, 2)
                .maximum("features.5", Rounding.DOWN)
                .convolution("features.6", 1, 1)
                .convolution("features.8", 1, 1)
                .convolution("features.10", 1, 1)
                .maximum("features.12", Rounding.DOWN)
                .flatten("classifier.0")
                .dense("classifier.1")
                .dense("classifier.4")
                .logits("classifier.6");
    }

    private static void groupedAlexNet(OnnxGraph graph) {
        graph.convolution("conv1", 4, 0)
                .normalization("norm1")
                .maximum("pool1", Rounding.DOWN)
                .twoGroups("conv2", 2)
                .normalization("norm2")
                .maximum("pool2", Rounding.DOWN)
                .convolution("conv3", 1, 1)
                .twoGroups("conv4", 1)
                .twoGroups("conv5", 1)
                .maximum("pool5", Rounding.DOWN)
                .flatten("flatten")
                .dense("fc6")
                .dense("fc7")
                .logits("fc8");
    }

    private static void squeezeNet(OnnxGraph graph) {
        graph.convolution("features.0", 2, 0).maximum("features.2", Rounding.UP);
        fire(graph, Fire.FIRE2);
        fire(graph, Fire.FIRE3);
        graph.maximum("features.5", Rounding.UP);
        fire(graph, Fire.FIRE4);
        fire(graph, Fire.FIRE5);
        graph.maximum("features.8", Rounding.UP);
        fire(graph, Fire.FIRE6);
        fire(graph, Fire.FIRE7);
        fire(graph, Fire.FIRE8);
        fire(graph, Fire.FIRE9);
        graph.convolution("classifier.1", 1, 0).mean("classifier.3").flatten(OnnxGraph.OUTPUT);
    }

    private static void fire(OnnxGraph graph, Fire fire) {
        String squeeze = fire.parameter("squeeze");
        String expand1 = fire.parameter("expand1x1");
        String expand3 = fire.parameter("expand3x3");
        graph.convolution(squeeze, 1, 0)
                .convolution(expand1, 1, 0)
                .from(squeeze)
                .convolution(expand3, 1, 1)
                .merge(fire.label(), expand1, expand3);
    }
}

package io.slidestream.networks.onnx;

import io.slidestream.networks.bundle.ExternalData;
import io.slidestream.networks.weights.Tensor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import onnx.Onnx;

/** Puts a linear layer behind what an encoder's ONNX file gives. */
public final class OnnxHead {
    private static final String WEIGHT = "slidestream.head.weight";
    private static final String BIAS = "slidestream.head.bias";
    private static final String LOGITS = "slidestream.logits";

    private OnnxHead() {}

    /**
     * Writes the encoder with the layer behind it. What it takes from other files, whatever they are called, is written to {@link
     * ExternalData#ownOf one of ours}.
     *
     * @param weight [classes, features]
     * @param bias [classes]
     * @throws IllegalArgumentException if the encoder takes weights from elsewhere than its folder
     */
    public static void write(Path encoder, Tensor weight, Tensor bias, Path out) throws IOException {
        Onnx.ModelProto.Builder model = OnnxFile.parse(encoder, Files.readAllBytes(encoder)).toBuilder();
        if (!ExternalData.of(encoder).isEmpty()) {
            try (NumbersBeside beside = new NumbersBeside(ExternalData.ownOf(out))) {
                beside.adopt(encoder, model);
            }
        }
        Onnx.GraphProto.Builder graph = model.getGraphBuilder();
        Onnx.ValueInfoProto features = graph.getOutput(0);
        Onnx.ValueInfoProto.Builder logits = features.toBuilder().setName(LOGITS);
        Onnx.TensorShapeProto.Builder shape =
                logits.getTypeBuilder().getTensorTypeBuilder().getShapeBuilder();
        shape.getDimBuilder(1).clear().setDimValue(weight.shape()[0]);
        graph.addInitializer(OnnxTensors.floats(WEIGHT, weight))
                .addInitializer(OnnxTensors.floats(BIAS, bias))
                .addNode(Onnx.NodeProto.newBuilder()
                        .setOpType("Gemm")
                        .setName(LOGITS)
                        .addInput(features.getName())
                        .addInput(WEIGHT)
                        .addInput(BIAS)
                        .addOutput(LOGITS)
                        .addAttribute(OnnxGraph.integer("transB", 1)))
                .setOutput(0, logits);
        Files.write(out, model.build().toByteArray());
    }
}

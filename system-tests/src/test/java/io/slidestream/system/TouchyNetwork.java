package io.slidestream.system;

import io.slidestream.proving.bench.MeanColourModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import onnx.Onnx;
import onnx.Onnx.AttributeProto;
import onnx.Onnx.NodeProto;
import onnx.Onnx.TensorProto;

/**
 * A made-up network that costs next to nothing, and at which the engine throws when a batch holds a tile that is more blue
 * than red, as lymphocytes are in a synthetic slide.
 */
final class TouchyNetwork {
    private static final int TILE_PX = 224;

    /** Of lymphocytes 0.13, of the other classes 0.09 at most, each channel in 0..1. */
    private static final float BLUE_OVER_RED = 0.11f;

    private TouchyNetwork() {}

    static Path in(Path folder) throws IOException {
        MeanColourModel.write(folder, TILE_PX);
        Path file = folder.resolve("model.onnx");
        Onnx.ModelProto.Builder model = Onnx.ModelProto.parseFrom(Files.readAllBytes(file)).toBuilder();
        Onnx.GraphProto.Builder graph = model.getGraphBuilder();
        graph.getNodeBuilderList().stream()
                .filter(node -> node.getOutput(0).equals("logits"))
                .forEach(node -> node.setOutput(0, "touched"));
        graph.addInitializer(numbers("difference", -1, 0, 1).addDims(3).addDims(1))
                .addInitializer(numbers("limit", BLUE_OVER_RED))
                .addInitializer(numbers("one place", 0).addDims(1))
                .addNode(node("MatMul", "of each", "flat", "difference"))
                .addNode(node("ReduceMax", "most", "of each").addAttribute(integer("keepdims", 0)))
                .addNode(node("Greater", "too much", "most", "limit"))
                .addNode(
                        node("Cast", "place", "too much").addAttribute(integer("to", TensorProto.DataType.INT64_VALUE)))
                .addNode(node("Gather", "nothing", "one place", "place"))
                .addNode(node("Add", "logits", "touched", "nothing"));
        Files.write(file, model.build().toByteArray());
        return folder;
    }

    private static TensorProto.Builder numbers(String name, float... values) {
        TensorProto.Builder tensor =
                TensorProto.newBuilder().setName(name).setDataType(TensorProto.DataType.FLOAT_VALUE);
        for (float value : values) {
            tensor.addFloatData(value);
        }
        return tensor;
    }

    private static NodeProto.Builder node(String operator, String output, String... inputs) {
        return NodeProto.newBuilder()
                .setOpType(operator)
                .addAllInput(List.of(inputs))
                .addOutput(output);
    }

    private static AttributeProto integer(String name, int value) {
        return AttributeProto.newBuilder()
                .setName(name)
                .setType(AttributeProto.AttributeType.INT)
                .setI(value)
                .build();
    }
}

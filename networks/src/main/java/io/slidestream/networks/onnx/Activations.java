package io.slidestream.networks.onnx;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import io.slidestream.networks.ModelConfig;
import io.slidestream.networks.Precision;
import java.nio.FloatBuffer;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import onnx.Onnx;

/** What the layers of a network of floats say to some pictures. */
final class Activations {
    private static final int BATCH = 8;

    private final OrtEnvironment environment = OnnxEnvironment.get();
    private final ModelConfig config;
    private final Map<String, Histogram> seen = new LinkedHashMap<>();

    private Activations(ModelConfig config, List<String> names) {
        this.config = config;
        names.forEach(name -> seen.put(name, new Histogram()));
    }

    /**
     * Shows all pictures to the network.
     *
     * @param names tensors of the graph, none of them below zero
     * @return how large the numbers of each were
     */
    static Map<String, Histogram> of(
            Onnx.GraphProto graph,
            List<String> names,
            ModelConfig config,
            List<? extends LabelledPicture> pictures,
            int threads) {
        Onnx.GraphProto.Builder open = graph.toBuilder().clearOutput();
        names.forEach(name -> open.addOutputBuilder().setName(name));
        Activations activations = new Activations(config, names);
        byte[] model = OnnxFile.model(open.build(), "", Precision.FP32).toByteArray();
        try (OrtSession.SessionOptions options = OnnxEngine.options(threads);
                OrtSession session = activations.environment.createSession(model, options)) {
            new PictureBatch(config, BATCH)
                    .forEach(pictures, (patches, first, count) -> activations.run(session, patches, count));
        } catch (OrtException e) {
            throw new IllegalStateException("ONNX Runtime cannot run the network: " + e.getMessage(), e);
        }
        return activations.seen;
    }

    private void run(OrtSession session, FloatBuffer patches, int count) {
        int side = config.inputSizePx();
        FloatBuffer filled = patches.duplicate().clear().limit(count * 3 * side * side);
        try (OnnxTensor input = OnnxTensor.createTensor(environment, filled, new long[] {count, 3, side, side});
                OrtSession.Result result = session.run(Map.of(OnnxGraph.INPUT, input))) {
            for (var output : result) {
                Histogram histogram = seen.get(output.getKey());
                if (histogram != null) {
                    histogram.add(
                            ((OnnxTensor) output.getValue()).getFloatBuffer().array());
                }
            }
        } catch (OrtException e) {
            throw new IllegalStateException("ONNX Runtime failed on a batch: " + e.getMessage(), e);
        }
    }
}

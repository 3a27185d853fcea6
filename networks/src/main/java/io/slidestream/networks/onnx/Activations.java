package io.slidestream.networks.onnx;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import io.slidestream.networks.bundle.ModelConfig;
import io.slidestream.networks.engine.Precision;
import io.slidestream.networks.patches.PatchLayout;
import java.nio.FloatBuffer;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import onnx.Onnx;

/** Outputs of a network's layers for some pictures. */
final class Activations {
    private static final int BATCH = 8;

    private final OrtEnvironment environment = OnnxEnvironment.get();
    private final ModelConfig config;
    private final List<? extends LabelledPicture> pictures;
    private final int threads;

    /** @param threads of the engine */
    Activations(ModelConfig config, List<? extends LabelledPicture> pictures, int threads) {
        this.config = config;
        this.pictures = pictures;
        this.threads = threads;
    }

    /** Takes a layer's output for a batch. */
    private interface Listener {
        /**
         * @param tensor its name in the graph
         * @param values by picture, channel and place
         * @param pictures in the batch
         * @param channels of the layer
         */
        void hear(String tensor, float[] values, int pictures, int channels);
    }

    /** How large the numbers of tensors are. */
    Map<String, SignedHistogram> histograms(Onnx.GraphProto graph, Collection<String> tensors) {
        Map<String, SignedHistogram> seen = new HashMap<>();
        tell(
                graph,
                tensors,
                (name, values, count, channels) -> seen.computeIfAbsent(name, first -> new SignedHistogram())
                        .add(values));
        return seen;
    }

    /** The figures of each tensor's channels. */
    Map<String, ChannelFigures> channels(Onnx.GraphProto graph, Collection<String> tensors) {
        Map<String, ChannelFigures> seen = new HashMap<>();
        tell(
                graph,
                tensors,
                (name, values, count, channels) -> seen.computeIfAbsent(name, first -> new ChannelFigures(channels))
                        .add(values, count));
        return seen;
    }

    /**
     * Shows all pictures to the network.
     *
     * @param tensors of the graph
     */
    private void tell(Onnx.GraphProto graph, Collection<String> tensors, Listener listener) {
        Onnx.GraphProto.Builder open = graph.toBuilder().clearOutput();
        tensors.forEach(name -> open.addOutputBuilder().setName(name));
        byte[] model = OnnxFile.model(open.build(), "", Precision.FP32).toByteArray();
        try (OrtSession.SessionOptions options = OnnxEngine.options(threads);
                OrtSession session = environment.createSession(model, options)) {
            new PictureBatch(config, new PatchLayout(config.inputSizePx(), PatchLayout.Order.NCHW), BATCH)
                    .forEach(pictures, (patches, first, count) -> run(session, patches, count, tensors, listener));
        } catch (OrtException e) {
            throw new IllegalStateException("ONNX Runtime cannot run the network: " + e.getMessage(), e);
        }
    }

    private void run(
            OrtSession session, FloatBuffer patches, int count, Collection<String> tensors, Listener listener) {
        int side = config.inputSizePx();
        FloatBuffer filled = patches.duplicate().clear().limit(count * 3 * side * side);
        try (OnnxTensor input = OnnxTensor.createTensor(environment, filled, new long[] {count, 3, side, side});
                OrtSession.Result result = session.run(Map.of(OnnxGraph.INPUT, input), Set.copyOf(tensors))) {
            for (var output : result) {
                OnnxTensor tensor = (OnnxTensor) output.getValue();
                int channels = Math.toIntExact(tensor.getInfo().getShape()[1]);
                listener.hear(output.getKey(), tensor.getFloatBuffer().array(), count, channels);
            }
        } catch (OrtException e) {
            throw new IllegalStateException("ONNX Runtime failed on a batch: " + e.getMessage(), e);
        }
    }
}

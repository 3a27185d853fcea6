package io.slidestream.networks.dl4j;

import io.slidestream.networks.bundle.Architecture;
import io.slidestream.networks.bundle.ModelBundle;
import io.slidestream.networks.bundle.ModelBundleException;
import io.slidestream.networks.dl4j.graph.ServedGraph;
import io.slidestream.networks.dl4j.graph.ServedGraph.Outputs;
import io.slidestream.networks.engine.BatchScores;
import io.slidestream.networks.engine.Device;
import io.slidestream.networks.engine.InferenceEngine;
import io.slidestream.networks.familiar.Familiar;
import io.slidestream.networks.graph.Folding;
import io.slidestream.networks.graph.Network;
import io.slidestream.networks.graph.QuantizedNetwork;
import io.slidestream.networks.graph.ServedNetwork;
import io.slidestream.networks.patches.PatchLayout;
import io.slidestream.networks.weights.Tensor;
import java.nio.FloatBuffer;
import java.util.Map;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.jspecify.annotations.Nullable;

/**
 * Classifies with Deeplearning4j, on the CPU with oneDNN, in NHWC, the faster order.
 *
 * <p>Scores are the same bits for every place in the batch, batch size and thread count tried (see
 * {@link io.slidestream.networks.dl4j.graph.ServedDense}); another kind of CPU runs other kernels and may differ in the last bits.
 */
public final class Dl4jEngine implements InferenceEngine {
    private final FixedBatch batch;
    private final PatchLayout layout;
    private final int classCount;

    private final @Nullable Familiar familiar;

    private Dl4jEngine(FixedBatch batch, PatchLayout layout, int classCount, @Nullable Familiar familiar) {
        this.batch = batch;
        this.layout = layout;
        this.classCount = classCount;
        this.familiar = familiar;
    }

    /**
     * Opens a bundle's network, with the configuration's temperature in its logits.
     *
     * @throws io.slidestream.networks.bundle.ModelBundleException if the bundle has an ONNX file only
     * @throws io.slidestream.networks.engine.DeviceUnavailableException if the device cannot be used
     */
    public static Dl4jEngine open(ModelBundle bundle, int batchSize, int threads, Device device) {
        Network network = bundle.network();
        if (network.hasTokens()) {
            throw new ModelBundleException("Deeplearning4j cannot run the model bundle " + bundle.called() + ", a "
                    + network.family() + ": choose the engine onnxruntime (--engine onnxruntime, or"
                    + " inference.engine=onnxruntime)");
        }
        ServedNetwork served = Folding.of(network, bundle.servedWeights());
        return of(QuantizedNetwork.inFloats(served), bundle.familiar(), batchSize, threads, device);
    }

    /**
     * Opens a bundle's network in bytes, on the processor.
     *
     * @param network the bundle's, with its temperature in it
     * @throws ModelBundleException if oneDNN cannot be used
     */
    public static Dl4jEngine open(ModelBundle bundle, QuantizedNetwork network, int batchSize, int threads) {
        try {
            return of(network, bundle.familiar(), batchSize, threads, Device.CPU);
        } catch (IllegalArgumentException e) {
            throw bundle.unusable(e);
        }
    }

    /**
     * Copies the weights into native memory.
     *
     * @param weights under torchvision's names
     * @param batchSize patches a call
     * @param threads threads of one call; engines of one process should agree
     * @throws IllegalArgumentException if the patch size or a tensor does not fit the architecture
     * @throws IllegalStateException if oneDNN cannot be used
     */
    public static Dl4jEngine of(
            Architecture architecture, int sizePx, Map<String, Tensor> weights, int batchSize, int threads) {
        return of(architecture, sizePx, weights, batchSize, threads, Device.CPU);
    }

    /**
     * The same on a device.
     *
     * @throws io.slidestream.networks.engine.DeviceUnavailableException if it cannot be used
     */
    public static Dl4jEngine of(
            Architecture architecture,
            int sizePx,
            Map<String, Tensor> weights,
            int batchSize,
            int threads,
            Device device) {
        Nd4jDevice.use(device);
        PatchLayout layout = new PatchLayout(sizePx, PatchLayout.Order.NHWC);
        Dl4jNetwork network = Dl4jNetwork.of(architecture, layout, Dl4jNetwork.Output.LOGITS, weights);
        return new Dl4jEngine(
                new FixedBatch(network.graph(), layout, batchSize, threads),
                layout,
                architecture.classCount(weights),
                null);
    }

    /**
     * Opens a described network.
     *
     * @throws IllegalArgumentException if Deeplearning4j does not compute one of its steps
     * @throws io.slidestream.networks.engine.DeviceUnavailableException if the device cannot be used
     */
    public static Dl4jEngine of(ServedNetwork served, int batchSize, int threads, Device device) {
        return of(QuantizedNetwork.inFloats(served), null, batchSize, threads, device);
    }

    private static Dl4jEngine of(
            QuantizedNetwork network, @Nullable Familiar familiar, int batchSize, int threads, Device device) {
        Nd4jDevice.use(device);
        OneDnn.enable();
        Outputs outputs = familiar == null ? Outputs.LOGITS : Outputs.LOGITS_AND_FEATURES;
        ComputationGraph graph = switch (device) {
            case CPU -> ServedGraph.of(network, outputs, threads);
            case CUDA -> ServedGraph.inLayers(network.served(), outputs);
        };
        Network served = network.served().network();
        PatchLayout layout = new PatchLayout(served.sizePx(), PatchLayout.Order.NHWC);
        FixedBatch batch = new FixedBatch(graph, layout, batchSize, threads);
        return new Dl4jEngine(batch, layout, served.classCount(), familiar);
    }

    @Override
    public PatchLayout layout() {
        return layout;
    }

    @Override
    public int batchSize() {
        return batch.size();
    }

    @Override
    public int classCount() {
        return classCount;
    }

    @Override
    public void begin(FloatBuffer patches) {
        batch.begin(patches);
    }

    @Override
    public float[] logits(FloatBuffer patches, int count) {
        return batch.run(patches, count);
    }

    @Override
    public BatchScores scores(FloatBuffer patches, int count) {
        if (familiar == null) {
            return new BatchScores(logits(patches, count));
        }
        float[][] outputs = batch.runAll(patches, count);
        return new BatchScores(outputs[0], familiar.distances(outputs[1], count));
    }

    @Override
    public boolean resize(int batchSize) {
        batch.resize(batchSize);
        return true;
    }

    @Override
    public String description() {
        return batch.description();
    }

    @Override
    public void close() {
        batch.close();
    }
}

package io.slidestream.networks.dl4j;

import io.slidestream.networks.bundle.Architecture;
import io.slidestream.networks.bundle.ModelBundle;
import io.slidestream.networks.engine.Device;
import io.slidestream.networks.engine.InferenceEngine;
import io.slidestream.networks.patches.PatchLayout;
import io.slidestream.networks.weights.Tensor;
import java.nio.FloatBuffer;
import java.util.Map;

/**
 * Classifies with Deeplearning4j, on the CPU with oneDNN, in NHWC, the faster order.
 *
 * <p>Scores are the same bits for every place in the batch, batch size and thread count tried (see
 * {@link ServedDenseLayer}); another kind of CPU runs other kernels and may differ in the last bits.
 */
public final class Dl4jEngine implements InferenceEngine {
    private final FixedBatch batch;
    private final PatchLayout layout;
    private final int classCount;

    private Dl4jEngine(FixedBatch batch, PatchLayout layout, int classCount) {
        this.batch = batch;
        this.layout = layout;
        this.classCount = classCount;
    }

    /**
     * Opens a bundle's network, with the configuration's temperature in its logits.
     *
     * @throws io.slidestream.networks.bundle.ModelBundleException if the bundle has an ONNX file only
     * @throws io.slidestream.networks.engine.DeviceUnavailableException if the device cannot be used
     */
    public static Dl4jEngine open(ModelBundle bundle, int batchSize, int threads, Device device) {
        return of(
                bundle.architecture(),
                bundle.config().inputSizePx(),
                bundle.servedWeights(),
                batchSize,
                threads,
                device);
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
        return new Dl4jEngine(new FixedBatch(network, batchSize, threads), layout, architecture.classCount(weights));
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
    public float[] logits(FloatBuffer patches, int count) {
        return batch.run(patches, count);
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

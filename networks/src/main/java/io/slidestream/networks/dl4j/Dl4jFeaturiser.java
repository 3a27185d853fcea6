package io.slidestream.networks.dl4j;

import io.slidestream.networks.bundle.Architecture;
import io.slidestream.networks.engine.Featuriser;
import io.slidestream.networks.patches.PatchLayout;
import io.slidestream.networks.weights.Tensor;
import java.nio.FloatBuffer;
import java.util.Map;

/**
 * A network on Deeplearning4j and oneDNN that stops before its classifier.
 *
 * <p>SqueezeNet gives the mean over the picture of each of the 512 channels that its last convolution sees, AlexNet
 * the 4096 activations of its last hidden layer. A linear layer on AlexNet's features is its classifier. On
 * SqueezeNet's it is so only where the classifier's ReLU clips nothing, since that comes before the mean.
 */
public final class Dl4jFeaturiser implements Featuriser {
    private final FixedBatch batch;
    private final PatchLayout layout;
    private final int featureCount;

    private Dl4jFeaturiser(FixedBatch batch, PatchLayout layout, int featureCount) {
        this.batch = batch;
        this.layout = layout;
        this.featureCount = featureCount;
    }

    /**
     * Copies the weights into native memory.
     *
     * @param weights under torchvision's names, with a classifier of any class count
     * @param batchSize patches a call
     * @param threads threads of one call; engines of one process should agree
     * @throws IllegalArgumentException if the patch size or a tensor does not fit the architecture
     * @throws IllegalStateException if oneDNN cannot be used
     */
    public static Dl4jFeaturiser of(
            Architecture architecture, int sizePx, Map<String, Tensor> weights, int batchSize, int threads) {
        PatchLayout layout = new PatchLayout(sizePx, PatchLayout.Order.NHWC);
        Dl4jNetwork network = Dl4jNetwork.of(architecture, layout, Dl4jNetwork.Output.FEATURES, weights);
        return new Dl4jFeaturiser(
                new FixedBatch(network.graph(), layout, batchSize, threads), layout, architecture.featureCount());
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
    public int featureCount() {
        return featureCount;
    }

    @Override
    public float[] features(FloatBuffer patches, int count) {
        return batch.run(patches, count);
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

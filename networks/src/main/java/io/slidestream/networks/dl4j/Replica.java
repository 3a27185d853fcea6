package io.slidestream.networks.dl4j;

import io.slidestream.networks.onednn.TrainedTrunk.Found;
import io.slidestream.networks.weights.Tensor;
import java.nio.FloatBuffer;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.conf.layers.LossLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.api.ndarray.INDArray;

/** A network that computes the gradient of its part of each batch, always on one thread. */
abstract class Replica implements AutoCloseable {
    private final ComputationGraph graph;
    private final int from;
    private final int size;
    private final CrossEntropy loss;

    /**
     * @param graph ends in a loss
     * @param from place of its first patch in the batch
     * @param size patches it computes
     */
    Replica(ComputationGraph graph, int from, int size) {
        this.graph = graph;
        this.from = from;
        this.size = size;
        loss = (CrossEntropy) ((LossLayer) graph.getLayer("loss").conf().getLayer()).getLossFn();
        graph.initGradientsView();
    }

    /**
     * @param patches the whole batch, N×3×height×width
     * @param labels of the whole batch, by patch and class: the weight of the patch for its class
     * @return the probabilities of this part
     */
    abstract float[] computeGradient(FloatBuffer patches, float[] labels, int classCount, long seed);

    /** Where each parameter lies among all of them. */
    abstract List<ParameterRange> ranges();

    /** A copy of all tensors of the network. */
    abstract Map<String, Tensor> weights();

    /** What normalisations that are trained found in the last batch. */
    Found found() {
        return new Found(0, Map.of());
    }

    /** Moves the running statistics towards what all replicas found. */
    void learn(List<Found> found) {}

    /** Sets what drops out in the pass that begins with this patch of the batch. */
    final void drop(long seed, int first) {
        SplittableRandom random = new SplittableRandom(seed + first);
        for (Layer layer : graph.getLayers()) {
            if (layer.conf().getLayer().getIDropout() instanceof SeededDropout dropout) {
                dropout.seed(random.nextLong());
            }
        }
    }

    final int from() {
        return from;
    }

    final int size() {
        return size;
    }

    final ComputationGraph graph() {
        return graph;
    }

    /** Of the last pass. */
    final float[] probabilities() {
        return loss.probabilities();
    }

    final INDArray parameters() {
        return graph.params();
    }

    final INDArray gradients() {
        INDArray gradients = graph.getFlattenedGradients();
        return gradients.reshape(gradients.length());
    }

    @Override
    public abstract void close();
}

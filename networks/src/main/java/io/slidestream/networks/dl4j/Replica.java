package io.slidestream.networks.dl4j;

import io.slidestream.networks.weights.Tensor;
import java.nio.FloatBuffer;
import java.util.Map;
import java.util.SplittableRandom;
import org.bytedeco.javacpp.FloatPointer;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.conf.layers.LossLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** A network that computes the gradient of its part of each batch, always on one thread. */
final class Replica implements AutoCloseable {
    private final Dl4jNetwork network;
    private final int from;
    private final int size;
    private final CrossEntropy loss;

    /**
     * @param network owned from now on
     * @param from place of its first patch in the batch
     * @param size patches it computes
     */
    Replica(Dl4jNetwork network, int from, int size) {
        this.network = network;
        this.from = from;
        this.size = size;
        loss = (CrossEntropy) ((LossLayer) graph().getLayer("loss").conf().getLayer()).getLossFn();
        graph().initGradientsView();
    }

    /**
     * @param patches the whole batch, N×3×height×width
     * @param labels of the whole batch, by patch and class: the weight of the patch for its class
     * @return the probabilities of this part
     */
    float[] computeGradient(FloatBuffer patches, float[] labels, int classCount, long seed) {
        NativeThreads.use(1);
        SplittableRandom random = new SplittableRandom(seed + from);
        for (Layer layer : graph().getLayers()) {
            if (layer.conf().getLayer().getIDropout() instanceof SeededDropout dropout) {
                dropout.seed(random.nextLong());
            }
        }
        int side = network.layout().sizePx();
        int floatsPerPatch = network.layout().floatsPerPatch();
        FloatBuffer own =
                patches.duplicate().clear().position(from * floatsPerPatch).slice();
        float[] rows = java.util.Arrays.copyOfRange(labels, from * classCount, (from + size) * classCount);
        try (FloatPointer pointer = new FloatPointer(own);
                INDArray planes = Nd4j.create(
                        Nd4j.createBuffer(pointer, (long) size * floatsPerPatch, DataType.FLOAT),
                        new long[] {size, 3, side, side});
                INDArray input = planes.permute(0, 2, 3, 1).dup('c');
                INDArray truth = Nd4j.create(rows, new long[] {size, classCount}, 'c')) {
            graph().setInputs(input);
            graph().setLabels(truth);
            graph().computeGradientAndScore();
        } finally {
            graph().clearLayersStates();
        }
        return loss.probabilities();
    }

    int from() {
        return from;
    }

    int size() {
        return size;
    }

    ComputationGraph graph() {
        return network.graph();
    }

    Dl4jNetwork network() {
        return network;
    }

    INDArray parameters() {
        return graph().params();
    }

    INDArray gradients() {
        INDArray gradients = graph().getFlattenedGradients();
        return gradients.reshape(gradients.length());
    }

    Map<String, Tensor> weights() {
        return network.weights();
    }

    @Override
    public void close() {
        network.close();
    }
}

package io.slidestream.networks.dl4j;

import io.slidestream.networks.Architecture;
import io.slidestream.networks.PatchLayout;
import io.slidestream.networks.Tensor;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.bytedeco.javacpp.FloatPointer;
import org.deeplearning4j.nn.conf.layers.LossLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * A network all of whose layers are trained. Computes in NHWC ({@link ConvolutionGradient}) and holds all parameters, and
 * all their gradients, in one array each. One call at a time.
 *
 * <p>With one thread, equal calls give equal bits.
 */
public final class Trainee implements AutoCloseable {
    private final Dl4jNetwork network;
    private final int batchSize;
    private final int classCount;
    private final int threads;
    private final CrossEntropy loss;
    private final List<ParameterRange> ranges = new ArrayList<>();

    private Trainee(Dl4jNetwork network, int batchSize, int classCount, int threads) {
        this.network = network;
        this.batchSize = batchSize;
        this.classCount = classCount;
        this.threads = threads;
        ComputationGraph graph = network.graph();
        loss = (CrossEntropy) ((LossLayer) graph.getLayer("loss").conf().getLayer()).getLossFn();
        long start = graph.params().offset();
        String classifier = network.architecture().classifier();
        network.parameters().forEach((name, parameter) -> {
            for (INDArray part : parameter.parts()) {
                ranges.add(new ParameterRange(
                        part.offset() - start,
                        part.length(),
                        name.endsWith(".weight"),
                        name.startsWith(classifier + ".")));
            }
        });
        graph.initGradientsView();
    }

    /**
     * Copies the weights into native memory.
     *
     * @param weights under torchvision's names
     * @param dropout probability of an input to be dropped in the layers whose source does so
     * @param batchSize patches a step
     * @param threads of one step
     * @throws IllegalArgumentException if the patch size or a tensor does not fit the architecture
     * @throws IllegalStateException if oneDNN cannot be used
     */
    public static Trainee of(
            Architecture architecture,
            int sizePx,
            Map<String, Tensor> weights,
            double dropout,
            int batchSize,
            int threads) {
        PatchLayout layout = new PatchLayout(sizePx, PatchLayout.Order.NHWC);
        NativeThreads.use(threads);
        Dl4jNetwork network = Dl4jNetwork.of(architecture, layout, Dl4jNetwork.Output.LOSS, weights, dropout);
        return new Trainee(network, batchSize, architecture.classCount(weights), threads);
    }

    /**
     * What a batch gave.
     *
     * @param loss mean cross-entropy, each patch with the weight of its class
     * @param correct patches whose class was the most probable
     */
    public record Outcome(double loss, int correct) {}

    /**
     * Computes the gradient of the batch's mean loss, for an {@link Optimiser} to use.
     *
     * @param patches direct buffer of N×3×height×width floats; position and limit unused
     * @param classes of each patch
     * @param classWeights of each class in the loss
     * @param seed of what drops out
     */
    public Outcome computeGradient(FloatBuffer patches, int[] classes, double[] classWeights, long seed) {
        NativeThreads.use(threads);
        Nd4j.getRandom().setSeed(seed);
        int side = network.layout().sizePx();
        double sum = 0;
        for (int of : classes) {
            sum += classWeights[of];
        }
        float[] shares = new float[batchSize * classCount];
        for (int i = 0; i < batchSize; i++) {
            shares[i * classCount + classes[i]] = (float) (classWeights[classes[i]] / sum);
        }
        long floats = (long) batchSize * network.layout().floatsPerPatch();
        ComputationGraph graph = network.graph();
        try (FloatPointer pointer = new FloatPointer(patches.duplicate().clear());
                INDArray planes = Nd4j.create(
                        Nd4j.createBuffer(pointer, floats, DataType.FLOAT), new long[] {batchSize, 3, side, side});
                INDArray input = planes.permute(0, 2, 3, 1).dup('c');
                INDArray labels = Nd4j.create(shares, new long[] {batchSize, classCount}, 'c')) {
            graph.setInputs(input);
            graph.setLabels(labels);
            graph.computeGradientAndScore();
        } finally {
            graph.clearLayersStates();
        }
        return outcome(classes, classWeights, sum);
    }

    private Outcome outcome(int[] classes, double[] classWeights, double sumOfWeights) {
        float[] probabilities = loss.probabilities();
        double sum = 0;
        int correct = 0;
        for (int i = 0; i < batchSize; i++) {
            int at = i * classCount;
            int best = 0;
            for (int c = 1; c < classCount; c++) {
                best = probabilities[at + c] > probabilities[at + best] ? c : best;
            }
            correct += best == classes[i] ? 1 : 0;
            double right = probabilities[at + classes[i]];
            sum -= classWeights[classes[i]] * Math.log(Double.isNaN(right) ? right : Math.max(right, 1e-30));
        }
        return new Outcome(sum / sumOfWeights, correct);
    }

    /**
     * Shortens the gradient where it is longer than this.
     *
     * @return its length before
     */
    public double clip(double longest) {
        double length = gradients().norm2Number().doubleValue();
        if (length > longest) {
            gradients().muli(longest / length);
        }
        return length;
    }

    /** A copy of the weights, under torchvision's names. */
    public Map<String, Tensor> weights() {
        return network.weights();
    }

    /** A copy of all parameters in the graph's own order: smaller to keep and quicker to {@link #restore} than weights. */
    public float[] snapshot() {
        return parameters().dup().data().asFloat();
    }

    public void restore(float[] snapshot) {
        if (snapshot.length != parameters().length()) {
            throw new IllegalArgumentException(
                    "the network has " + parameters().length() + " parameters, not " + snapshot.length);
        }
        try (INDArray copy = Nd4j.createFromArray(snapshot)) {
            parameters().assign(copy);
        }
    }

    /** One-dimensional, owned by the network. */
    INDArray parameters() {
        return network.graph().params();
    }

    /** Of the last batch, as long as the parameters and in the same order. */
    INDArray gradients() {
        INDArray gradients = network.graph().getFlattenedGradients();
        return gradients.reshape(gradients.length());
    }

    List<ParameterRange> ranges() {
        return ranges;
    }

    int threads() {
        return threads;
    }

    @Override
    public void close() {
        network.close();
    }
}

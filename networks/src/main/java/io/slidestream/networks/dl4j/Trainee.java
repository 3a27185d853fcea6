package io.slidestream.networks.dl4j;

import io.slidestream.networks.bundle.Architecture;
import io.slidestream.networks.graph.BatchNormUse;
import io.slidestream.networks.graph.Network;
import io.slidestream.networks.onednn.TrainedTrunk;
import io.slidestream.networks.patches.PatchLayout;
import io.slidestream.networks.weights.Tensor;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * A network all of whose layers are trained. Holds all parameters, and all their gradients, in one array each. One call at a
 * time. SqueezeNet and AlexNet are graphs of layers in NHWC ({@link ConvolutionGradient}), described networks are computed
 * by {@link io.slidestream.networks.onednn.TrainedTrunk} up to their dense layers.
 *
 * <p>Each thread has a replica of the network and computes its part of each batch; the gradients are added in the order of
 * the replicas. Equal calls with equally many threads give equal bits. (One network on several threads of OpenMP and
 * OpenBLAS takes three times the processor time where other programs want the cores too, measured: they wait spinning.)
 */
public final class Trainee implements AutoCloseable {
    /** Patches of a described network that are computed together: more need more memory and are no faster. */
    private static final int PASS = 4;

    /** Fewer have statistics of their own rather than the tissue's. */
    private static final int FEWEST_TOGETHER = 8;

    private static final int MOST_TOGETHER = 16;

    private final List<Replica> replicas;
    private final int batchSize;
    private final int classCount;
    private final ExecutorService executor;
    private final List<ParameterRange> ranges;

    private Trainee(List<Replica> replicas, int batchSize, int classCount) {
        this.replicas = replicas;
        this.batchSize = batchSize;
        this.classCount = classCount;
        executor = Executors.newFixedThreadPool(replicas.size(), task -> {
            Thread thread = new Thread(task, "trainee");
            thread.setDaemon(true);
            return thread;
        });
        ranges = List.copyOf(first().ranges());
    }

    /**
     * Copies the weights into native memory.
     *
     * @param weights under torchvision's names
     * @param dropout probability of an input to be dropped in the layers whose source does so
     * @param batchSize patches a step
     * @param threads of one step, at most one a patch
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
        NativeThreads.use(1);
        List<Replica> replicas = new ArrayList<>();
        int count = Math.min(threads, batchSize);
        for (int i = 0; i < count; i++) {
            int from = batchSize * i / count;
            int size = batchSize * (i + 1) / count - from;
            replicas.add(new LayeredReplica(
                    Dl4jNetwork.of(architecture, layout, Dl4jNetwork.Output.LOSS, weights, dropout), from, size));
        }
        return new Trainee(List.copyOf(replicas), batchSize, architecture.classCount(weights));
    }

    /**
     * The same of a described network, by {@link DescribedReplica}.
     *
     * @param network with its batch normalisation
     * @param weights of all its tensors
     * @throws IllegalArgumentException if the network, or with batch normalisation trained the batch, cannot be trained
     * @throws IllegalStateException if oneDNN cannot be used
     */
    public static Trainee of(
            Network network,
            Map<String, Tensor> weights,
            BatchNormUse use,
            double dropout,
            int batchSize,
            int threads) {
        NativeThreads.use(1);
        int pass = switch (use) {
            case FROZEN -> Math.min(PASS, batchSize);
            case TRAIN -> together(batchSize);
        };
        int units = use == BatchNormUse.TRAIN ? batchSize / pass : batchSize;
        int unit = batchSize / units;
        int count = Math.min(threads, units);
        List<Replica> replicas = new ArrayList<>();
        try {
            for (int i = 0; i < count; i++) {
                int from = units * i / count * unit;
                int size = units * (i + 1) / count * unit - from;
                replicas.add(DescribedReplica.of(network, weights, use, dropout, Math.min(pass, size), from, size));
            }
            return new Trainee(List.copyOf(replicas), batchSize, network.classCount());
        } catch (RuntimeException | Error e) {
            replicas.forEach(Replica::close);
            throw e;
        }
    }

    /**
     * Checks that all layers of a network can be trained so.
     *
     * @throws IllegalArgumentException if not
     */
    public static void check(Network network, Map<String, Tensor> weights, BatchNormUse use, int batchSize) {
        TrainedTrunk.check(network, weights, use);
        if (use == BatchNormUse.TRAIN) {
            together(batchSize);
        }
    }

    /** Patches whose statistics normalise them, the same for any number of threads. */
    private static int together(int batchSize) {
        if (batchSize <= MOST_TOGETHER) {
            return batchSize;
        }
        for (int size = MOST_TOGETHER; size >= FEWEST_TOGETHER; size--) {
            if (batchSize % size == 0) {
                return size;
            }
        }
        throw new IllegalArgumentException("batch normalisation is trained on " + FEWEST_TOGETHER + " to "
                + MOST_TOGETHER + " tiles together, and a batch of " + batchSize
                + " does not divide into such: choose --batch 32 or another multiple of 16");
    }

    /**
     * Result of a training step on one batch.
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
        double sum = 0;
        for (int of : classes) {
            sum += classWeights[of];
        }
        float[] labels = new float[batchSize * classCount];
        for (int i = 0; i < batchSize; i++) {
            labels[i * classCount + classes[i]] = (float) (classWeights[classes[i]] / sum);
        }
        List<Future<float[]>> parts = new ArrayList<>();
        for (Replica replica : replicas) {
            parts.add(executor.submit(() -> {
                if (replica != first()) {
                    replica.parameters().assign(parameters());
                }
                return replica.computeGradient(patches, labels, classCount, seed);
            }));
        }
        float[] probabilities = new float[labels.length];
        for (int i = 0; i < parts.size(); i++) {
            float[] part = joined(parts.get(i));
            System.arraycopy(part, 0, probabilities, replicas.get(i).from() * classCount, part.length);
        }
        NativeThreads.use(1);
        for (Replica replica : replicas.subList(1, replicas.size())) {
            gradients().addi(replica.gradients());
        }
        first().learn(replicas.stream().map(Replica::found).toList());
        return outcome(probabilities, classes, classWeights, sum);
    }

    private static float[] joined(Future<float[]> part) {
        try {
            return part.get();
        } catch (ExecutionException e) {
            throw new IllegalStateException("a replica failed: " + e.getCause(), e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while a step was computed", e);
        }
    }

    private Outcome outcome(float[] probabilities, int[] classes, double[] classWeights, double sumOfWeights) {
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
        return first().weights();
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

    /** One-dimensional, owned by the network. The other replicas copy them before each step. */
    INDArray parameters() {
        return first().parameters();
    }

    /** Gradients of the last batch, as long as the parameters and in the same order. */
    INDArray gradients() {
        return first().gradients();
    }

    List<ParameterRange> ranges() {
        return ranges;
    }

    private Replica first() {
        return replicas.get(0);
    }

    @Override
    public void close() {
        executor.shutdown();
        replicas.forEach(Replica::close);
    }
}

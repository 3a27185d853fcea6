package io.slidestream.networks.dl4j;

import java.util.Objects;
import java.util.SplittableRandom;
import org.deeplearning4j.nn.conf.dropout.IDropout;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Dropout that depends on its seed alone. Deeplearning4j's draws from one source for the whole process, so that what two
 * networks drop would depend on which of them comes first.
 */
final class SeededDropout implements IDropout {
    private static final long serialVersionUID = 1L;

    private final double probability;
    private long seed;
    private transient @Nullable INDArray kept;

    /** @param probability of an input to be dropped; the others grow, so that their sum stays the same on average */
    SeededDropout(double probability) {
        this.probability = probability;
    }

    /** Sets the seed for the next batch. */
    void seed(long next) {
        seed = next;
    }

    @Override
    public INDArray applyDropout(
            INDArray input, INDArray result, int iteration, int epoch, LayerWorkspaceMgr workspaces) {
        float[] factors = new float[Math.toIntExact(input.length())];
        SplittableRandom random = new SplittableRandom(seed);
        float grown = (float) (1 / (1 - probability));
        long threshold = (long) (probability * (1L << 32));
        for (int i = 0; i + 1 < factors.length; i += 2) {
            long bits = random.nextLong();
            factors[i] = (bits & 0xffffffffL) < threshold ? 0 : grown;
            factors[i + 1] = bits >>> 32 < threshold ? 0 : grown;
        }
        if (factors.length % 2 == 1) {
            factors[factors.length - 1] = (random.nextLong() >>> 32) < threshold ? 0 : grown;
        }
        try (var outside = Nd4j.getMemoryManager().scopeOutOfWorkspaces()) {
            kept = Nd4j.create(factors, input.shape(), 'c');
        }
        return input.muli(kept, result);
    }

    @Override
    public INDArray backprop(INDArray gradientAtOutput, INDArray gradientAtInput, int iteration, int epoch) {
        INDArray factors = Objects.requireNonNull(kept, "a step goes forward before it goes back");
        gradientAtOutput.muli(factors, gradientAtInput);
        clear();
        return gradientAtInput;
    }

    @Override
    public void clear() {
        if (kept != null) {
            kept.close();
            kept = null;
        }
    }

    @Override
    public IDropout clone() {
        return new SeededDropout(probability);
    }
}

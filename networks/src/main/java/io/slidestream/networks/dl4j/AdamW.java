package io.slidestream.networks.dl4j;

import io.slidestream.networks.weights.Tensor;
import java.util.Map;
import org.nd4j.linalg.api.blas.Level1;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.impl.updaters.AdamUpdater;
import org.nd4j.linalg.factory.Nd4j;

/** See {@link Optimiser#adamW}. */
final class AdamW implements Optimiser {
    private static final double FIRST = 0.9;
    private static final double SECOND = 0.999;
    private static final double EPSILON = 1e-8;

    private final Trainee trainee;
    private final double decay;
    private final INDArray means;
    private final INDArray squares;
    private int steps;

    AdamW(Trainee trainee, double decay) {
        this.trainee = trainee;
        this.decay = decay;
        long length = trainee.parameters().length();
        means = Nd4j.zeros(trainee.parameters().dataType(), length);
        squares = Nd4j.zeros(trainee.parameters().dataType(), length);
    }

    @Override
    public void step(double learningRate, double classifierRate) {
        NativeThreads.use(1);
        Level1 blas = Nd4j.getBlasWrapper().level1();
        INDArray parameters = trainee.parameters();
        INDArray gradients = trainee.gradients();
        Nd4j.exec(new AdamUpdater(gradients, squares, means, 1, FIRST, SECOND, EPSILON, steps++));
        for (ParameterRange range : trainee.ranges()) {
            double rate = range.ofClassifier() ? classifierRate : learningRate;
            INDArray own = range.of(parameters);
            if (range.decays() && decay > 0) {
                own.muli(1 - rate * decay);
            }
            blas.axpy(range.length(), -rate, range.of(gradients), own);
        }
    }

    @Override
    public Map<String, Tensor> state() {
        return Map.of(
                "means",
                FlatState.of(means),
                "squares",
                FlatState.of(squares),
                "count",
                new Tensor(new int[] {1}, new float[] {steps}));
    }

    @Override
    public void restore(Map<String, Tensor> state) {
        FlatState.restore(state, "means", means);
        FlatState.restore(state, "squares", squares);
        Tensor count = state.get("count");
        if (count == null || count.values().length != 1) {
            throw new IllegalArgumentException("the optimiser's count is missing");
        }
        steps = (int) count.values()[0];
    }

    @Override
    public void close() {
        means.close();
        squares.close();
    }
}

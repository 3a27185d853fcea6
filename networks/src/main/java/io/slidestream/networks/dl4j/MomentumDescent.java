package io.slidestream.networks.dl4j;

import io.slidestream.networks.weights.Tensor;
import java.util.Map;
import org.nd4j.linalg.api.blas.Level1;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** See {@link Optimiser#sgdm}. */
final class MomentumDescent implements Optimiser {
    private final Trainee trainee;
    private final double momentum;
    private final double l2;
    private final INDArray steps;

    MomentumDescent(Trainee trainee, double momentum, double l2) {
        this.trainee = trainee;
        this.momentum = momentum;
        this.l2 = l2;
        steps = Nd4j.zeros(trainee.parameters().dataType(), trainee.parameters().length());
    }

    @Override
    public void step(double learningRate, double classifierRate) {
        NativeThreads.use(1);
        Level1 blas = Nd4j.getBlasWrapper().level1();
        INDArray parameters = trainee.parameters();
        INDArray gradients = trainee.gradients();
        steps.muli(momentum);
        for (ParameterRange range : trainee.ranges()) {
            double rate = range.ofClassifier() ? classifierRate : learningRate;
            INDArray step = range.of(steps);
            blas.axpy(range.length(), -rate, range.of(gradients), step);
            if (range.decays() && l2 > 0) {
                blas.axpy(range.length(), -rate * l2, range.of(parameters), step);
            }
        }
        blas.axpy(parameters.length(), 1, steps, parameters);
    }

    @Override
    public Map<String, Tensor> state() {
        return Map.of("steps", FlatState.of(steps));
    }

    @Override
    public void restore(Map<String, Tensor> state) {
        FlatState.restore(state, "steps", steps);
    }

    @Override
    public void close() {
        steps.close();
    }
}

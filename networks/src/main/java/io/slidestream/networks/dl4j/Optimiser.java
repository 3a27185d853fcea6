package io.slidestream.networks.dl4j;

import io.slidestream.networks.weights.Tensor;
import java.util.Map;

/** Changes a trainee's parameters by its gradient. Keeps what it needs to know of earlier steps. */
public interface Optimiser extends AutoCloseable {
    /**
     * One step.
     *
     * @param learningRate of all layers but the classifier
     * @param classifierRate of the classifier
     */
    void step(double learningRate, double classifierRate);

    /** A copy of all that later steps depend on. */
    Map<String, Tensor> state();

    /**
     * Goes on from a {@link #state}.
     *
     * @throws IllegalArgumentException if it is of another optimiser or another network
     */
    void restore(Map<String, Tensor> state);

    @Override
    void close();

    /**
     * Stochastic gradient descent with momentum, as MATLAB's {@code sgdm}: the step is the gradient times the learning
     * rate, plus the step before times the momentum. L2 counts for weights, not for biases.
     */
    static Optimiser sgdm(Trainee trainee, double momentum, double l2) {
        return new MomentumDescent(trainee, momentum, l2);
    }

    /** AdamW with its usual 0.9, 0.999 and 1e-8. The decay counts for weights, not for biases. */
    static Optimiser adamW(Trainee trainee, double weightDecay) {
        return new AdamW(trainee, weightDecay);
    }
}

package io.slidestream.trainer.fit;

import io.slidestream.trainer.base.TrainingException;
import java.util.function.DoubleUnaryOperator;

/**
 * The constant on the biases of a classifier that ends in a ReLU and a mean.
 *
 * <p>SqueezeNet's classifier is linear at each place of the picture, then clips what is below zero, then takes the mean.
 * The layer trained on the mean of the features is the same function only if nothing is clipped. A constant on all
 * biases lifts the logits above zero and leaves the softmax as it is. Too large a constant costs digits of the float
 * sums, so it is sought by doubling, until the network agrees with the layer; twice that is taken, for tiles not seen.
 * Where none agrees so well, since a layer with large weights wants a large constant, the best one found is taken.
 *
 * @param constant 0 for a network without such a ReLU
 * @param difference largest of a probability between the layer and the network, on the tiles seen, before the doubling
 */
record ReluShift(double constant, double difference) {
    /** Agreement of probabilities that only rounding is left to spoil. */
    static final double AGREEMENT = 2e-5;

    /**
     * Difference that is accepted where clipping and rounding leave nothing better; a class changes only where two are
     * as likely.
     */
    static final double BEARABLE = 1e-3;

    private static final double SMALLEST = 4;
    private static final double LARGEST = 4_096;

    /**
     * @param differences of the network with a constant, from the layer
     * @param bearable largest difference of a probability to accept
     * @throws TrainingException if no constant makes the network agree with the layer
     */
    static ReluShift find(DoubleUnaryOperator differences, double bearable) {
        ReluShift best = new ReluShift(0, Double.POSITIVE_INFINITY);
        for (double shift = SMALLEST; shift <= LARGEST; shift *= 2) {
            double difference = differences.applyAsDouble(shift);
            if (difference < AGREEMENT) {
                return new ReluShift(2 * shift, difference);
            }
            if (difference < best.difference) {
                best = new ReluShift(shift, difference);
            }
        }
        if (best.difference > bearable) {
            throw new TrainingException("the trained layer cannot be expressed in a network that ends in a ReLU: its"
                    + " logits spread so widely that a probability differs by " + best.difference
                    + "; train all layers (--epochs 12) or choose another architecture");
        }
        return best;
    }

    /** @throws TrainingException if a network without such a ReLU differs from the layer */
    static ReluShift none(double difference) {
        if (difference > 1e-4) {
            throw new TrainingException("the network differs from the trained layer by " + difference
                    + " in a probability; this is a fault of the program, not of your data");
        }
        return new ReluShift(0, difference);
    }
}

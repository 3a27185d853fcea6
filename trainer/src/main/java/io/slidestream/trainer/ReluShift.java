package io.slidestream.trainer;

import io.slidestream.networks.Architecture;
import io.slidestream.networks.InferenceEngine;
import io.slidestream.networks.PatchTransform;
import io.slidestream.networks.Tensor;
import io.slidestream.networks.dl4j.Dl4jEngine;
import java.util.List;
import java.util.Map;

/**
 * Finds the constant to add to the biases of a classifier that ends in a ReLU and a mean.
 *
 * <p>SqueezeNet's classifier is linear at each place of the picture, then clips what is below zero, then takes the mean.
 * The layer trained on the mean of the features is the same function only if nothing is clipped. A constant on all
 * biases lifts the logits above zero and leaves the softmax as it is. Too large a constant costs digits of the float
 * sums, so it is sought by doubling, until the network agrees with the layer; twice that is taken, for tiles not seen.
 */
final class ReluShift {
    /** Agreement of probabilities that only rounding is left to spoil. */
    static final double AGREEMENT = 2e-5;

    private static final int BATCH = 32;
    private static final double LARGEST = 4_096;

    private ReluShift() {}

    /** The constant, 0 for a network without such a ReLU. */
    static double find(
            Architecture architecture,
            NewClassifier classifier,
            LinearHead head,
            PatchTransform transform,
            int sizePx,
            List<Tile> tiles,
            List<double[]> expected,
            int threads,
            Progress progress) {
        if (architecture != Architecture.SQUEEZENET1_1) {
            return 0;
        }
        for (double shift = 4; shift <= LARGEST; shift *= 2) {
            Map<String, Tensor> weights = classifier.weights(head, shift);
            try (InferenceEngine engine = Dl4jEngine.of(architecture, sizePx, weights, BATCH, threads)) {
                List<double[]> found = TileEvaluation.probabilities(engine, transform, tiles, progress);
                if (largestDifference(expected, found) < AGREEMENT) {
                    return 2 * shift;
                }
            }
        }
        throw new TrainingException("the trained layer cannot be expressed in " + architecture.label()
                + ": its logits spread over more than " + LARGEST + "; choose another architecture");
    }

    static double largestDifference(List<double[]> expected, List<double[]> found) {
        double largest = 0;
        for (int i = 0; i < expected.size(); i++) {
            for (int c = 0; c < expected.get(i).length; c++) {
                largest = Math.max(largest, Math.abs(expected.get(i)[c] - found.get(i)[c]));
            }
        }
        return largest;
    }
}

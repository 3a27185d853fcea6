package io.slidestream.trainer;

import io.slidestream.networks.Architecture;
import io.slidestream.networks.InferenceEngine;
import io.slidestream.networks.ModelConfig;
import io.slidestream.networks.PatchTransform;
import io.slidestream.networks.dl4j.Dl4jEngine;
import java.util.List;

/**
 * The constant on the biases of a classifier that ends in a ReLU and a mean.
 *
 * <p>SqueezeNet's classifier is linear at each place of the picture, then clips what is below zero, then takes the mean.
 * The layer trained on the mean of the features is the same function only if nothing is clipped. A constant on all
 * biases lifts the logits above zero and leaves the softmax as it is. Too large a constant costs digits of the float
 * sums, so it is sought by doubling, until the network agrees with the layer; twice that is taken, for tiles not seen.
 *
 * @param constant 0 for a network without such a ReLU
 * @param difference largest of a probability between the layer and the network without the doubling, on the tiles seen
 */
record ReluShift(double constant, double difference) {
    /** Agreement of probabilities that only rounding is left to spoil. */
    static final double AGREEMENT = 2e-5;

    private static final double LARGEST_DIFFERENCE = 1e-4;
    private static final int BATCH = 32;
    private static final double LARGEST = 4_096;

    /** @throws TrainingException if no constant makes the network agree with the layer */
    static ReluShift find(
            Architecture architecture,
            NewClassifier classifier,
            LinearHead head,
            ModelConfig config,
            List<Tile> tiles,
            List<double[]> expected,
            int threads,
            Progress progress) {
        PatchTransform transform = new PatchTransform(config);
        boolean clips = architecture == Architecture.SQUEEZENET1_1;
        for (double shift = clips ? 4 : 0; shift <= LARGEST; shift *= 2) {
            double difference;
            try (InferenceEngine engine = Dl4jEngine.of(
                    architecture, config.inputSizePx(), classifier.weights(head, shift), BATCH, threads)) {
                difference =
                        largestDifference(expected, TileEvaluation.probabilities(engine, transform, tiles, progress));
            }
            if (!clips && difference > LARGEST_DIFFERENCE) {
                throw new TrainingException("the network differs from the trained layer by " + difference
                        + " in a probability; this is a fault of the program, not of your data");
            }
            if (!clips || difference < AGREEMENT) {
                return new ReluShift(2 * shift, difference);
            }
        }
        throw new TrainingException("the trained layer cannot be expressed in " + architecture.label()
                + ": its logits spread over more than " + LARGEST + "; choose another architecture");
    }

    private static double largestDifference(List<double[]> expected, List<double[]> found) {
        double largest = 0;
        for (int i = 0; i < expected.size(); i++) {
            for (int c = 0; c < expected.get(i).length; c++) {
                largest = Math.max(largest, Math.abs(expected.get(i)[c] - found.get(i)[c]));
            }
        }
        return largest;
    }
}

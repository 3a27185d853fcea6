package io.slidestream.trainer.recipe;

import io.slidestream.networks.bundle.Architecture;
import io.slidestream.networks.weights.Tensor;
import java.util.Arrays;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;

/**
 * Weights before any training, the same for the same seed. Biases are 0, but for those of SqueezeNet's classifier, which a
 * ReLU follows: where that clips a class at all places of all pictures, the class has no gradient and is never learnt. A
 * constant lifts them all above zero and leaves the softmax as it is.
 */
public final class Initialisation {
    private static final float ABOVE_ZERO = 4;

    private Initialisation() {}

    /** A whole network after He et al. (2015): variance 2 / inputs, so that what passes ReLUs keeps its size. */
    public static Map<String, Tensor> he(Architecture architecture, int classCount, long seed) {
        Map<String, Tensor> weights = new TreeMap<>();
        SplittableRandom random = new SplittableRandom(seed);
        architecture.shapes(classCount).forEach((name, shape) -> {
            Tensor tensor = Tensor.zeros(shape);
            if (name.endsWith(".weight")) {
                double inputs = (double) tensor.values().length / shape[0];
                fill(tensor, Math.sqrt(3 * 2 / inputs), random);
            } else if (name.startsWith(architecture.classifier() + ".")) {
                Arrays.fill(tensor.values(), lift(architecture));
            }
            weights.put(name, tensor);
        });
        return weights;
    }

    /** Pretrained weights with a new last layer after Glorot and Bengio (2010), as MATLAB makes it. */
    public static Map<String, Tensor> newClassifier(
            StartingNetwork network, Map<String, Tensor> pretrained, int classCount, long seed) {
        Map<String, Tensor> weights = new TreeMap<>(pretrained);
        Tensor weight = Tensor.zeros(network.classifierShape(classCount));
        double inputs = (double) weight.values().length / classCount;
        fill(weight, Math.sqrt(6 / (inputs + classCount)), new SplittableRandom(seed));
        Tensor bias = Tensor.zeros(classCount);
        Arrays.fill(bias.values(), network.endsInRelu() ? ABOVE_ZERO : 0);
        weights.put(network.classifier() + ".weight", weight);
        weights.put(network.classifier() + ".bias", bias);
        return weights;
    }

    private static float lift(Architecture architecture) {
        return architecture == Architecture.SQUEEZENET1_1 ? ABOVE_ZERO : 0;
    }

    /** Uniform in -bound..bound: variance bound² / 3. */
    private static void fill(Tensor tensor, double bound, SplittableRandom random) {
        for (int i = 0; i < tensor.values().length; i++) {
            tensor.values()[i] = (float) (bound * (2 * random.nextDouble() - 1));
        }
    }
}

package io.slidestream.trainer.fit;

import io.slidestream.networks.bundle.Architecture;
import io.slidestream.networks.weights.Tensor;
import java.util.Map;
import java.util.TreeMap;

/** Puts a trained layer in the place of a network's classifier. */
final class NewClassifier {
    private final Architecture architecture;
    private final Map<String, Tensor> pretrained;

    NewClassifier(Architecture architecture, Map<String, Tensor> pretrained) {
        this.architecture = architecture;
        this.pretrained = pretrained;
    }

    /**
     * The whole network's weights.
     *
     * @param shift added to every bias; the softmax does not see it
     */
    Map<String, Tensor> weights(LinearHead head, double shift) {
        int classCount = head.bias().length;
        String weightName = architecture.classifier() + ".weight";
        int[] shape = architecture.shapes(classCount).get(weightName);
        if (shape == null) {
            throw new IllegalStateException(architecture + " has no " + weightName);
        }
        Tensor weight = Tensor.zeros(shape);
        Tensor bias = Tensor.zeros(classCount);
        int width = head.weights()[0].length;
        for (int c = 0; c < classCount; c++) {
            for (int j = 0; j < width; j++) {
                weight.values()[c * width + j] = (float) head.weights()[c][j];
            }
            bias.values()[c] = (float) (head.bias()[c] + shift);
        }
        Map<String, Tensor> weights = new TreeMap<>(pretrained);
        weights.put(weightName, weight);
        weights.put(architecture.classifier() + ".bias", bias);
        return weights;
    }
}

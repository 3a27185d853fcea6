package io.slidestream.trainer.fit;

import io.slidestream.networks.weights.Tensor;
import io.slidestream.trainer.recipe.StartingNetwork;
import java.util.Map;
import java.util.TreeMap;

/** Puts a trained layer in the place of a network's classifier. */
final class NewClassifier {
    private final StartingNetwork network;
    private final Map<String, Tensor> pretrained;

    NewClassifier(StartingNetwork network, Map<String, Tensor> pretrained) {
        this.network = network;
        this.pretrained = pretrained;
    }

    /**
     * The whole network's weights.
     *
     * @param shift added to every bias; the softmax does not see it
     */
    Map<String, Tensor> weights(LinearHead head, double shift) {
        int classCount = head.bias().length;
        Tensor weight = Tensor.zeros(network.classifierShape(classCount));
        Tensor bias = Tensor.zeros(classCount);
        int width = head.weights()[0].length;
        for (int c = 0; c < classCount; c++) {
            for (int j = 0; j < width; j++) {
                weight.values()[c * width + j] = (float) head.weights()[c][j];
            }
            bias.values()[c] = (float) (head.bias()[c] + shift);
        }
        Map<String, Tensor> weights = new TreeMap<>(pretrained);
        weights.put(network.classifier() + ".weight", weight);
        weights.put(network.classifier() + ".bias", bias);
        return weights;
    }
}

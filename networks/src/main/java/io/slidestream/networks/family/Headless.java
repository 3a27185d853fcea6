package io.slidestream.networks.family;

import io.slidestream.networks.weights.Tensor;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What is missing where a network was published without its last layer, as encoders are.
 *
 * @param classifier the last layer's name
 * @param width its inputs
 */
record Headless(String classifier, int width) {
    /** The weights and a last layer that hands its inputs on. */
    Map<String, Tensor> withIdentity(Map<String, Tensor> weights) {
        Tensor identity = Tensor.zeros(width, width);
        for (int i = 0; i < width; i++) {
            identity.values()[i * width + i] = 1;
        }
        Map<String, Tensor> whole = new LinkedHashMap<>(weights);
        whole.put(classifier + ".weight", identity);
        whole.put(classifier + ".bias", Tensor.zeros(width));
        return whole;
    }
}

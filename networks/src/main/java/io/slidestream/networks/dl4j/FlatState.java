package io.slidestream.networks.dl4j;

import io.slidestream.networks.weights.Tensor;
import java.util.Map;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Copies an optimiser's state of all parameters out of native memory and back. */
final class FlatState {
    private FlatState() {}

    static Tensor of(INDArray array) {
        float[] values = array.dup().data().asFloat();
        return new Tensor(new int[] {values.length}, values);
    }

    static void restore(Map<String, Tensor> state, String name, INDArray into) {
        Tensor tensor = state.get(name);
        if (tensor == null || tensor.values().length != into.length()) {
            throw new IllegalArgumentException("the optimiser's " + name + " should be " + into.length() + " numbers, "
                    + (tensor == null ? "they are missing" : "it is " + tensor));
        }
        try (INDArray copy = Nd4j.createFromArray(tensor.values())) {
            into.assign(copy);
        }
    }
}

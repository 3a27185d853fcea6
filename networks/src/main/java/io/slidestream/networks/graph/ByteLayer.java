package io.slidestream.networks.graph;

import io.slidestream.networks.weights.Tensor;

/**
 * A layer's weights as signed bytes, with a scale for each output, and its bias in steps of input scale times weight
 * scale, as integer arithmetic adds them up.
 *
 * @param shape of the weights, outputs first
 * @param scales one an output
 * @param bias one an output
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record ByteLayer(int[] shape, byte[] values, float[] scales, int[] bias) {
    public ByteLayer {
        int count = 1;
        for (int size : shape) {
            count = Math.multiplyExact(count, size);
        }
        if (shape.length < 2 || values.length != count || scales.length != shape[0] || bias.length != shape[0]) {
            throw new IllegalArgumentException("a layer of " + shape[0] + " outputs has " + values.length + " weights, "
                    + scales.length + " scales and " + bias.length + " biases");
        }
    }

    public int outputs() {
        return shape[0];
    }

    /** Sum of an output's weights, in bytes. */
    public int sum(int output) {
        int inputs = values.length / outputs();
        int sum = 0;
        for (int i = output * inputs; i < (output + 1) * inputs; i++) {
            sum += values[i];
        }
        return sum;
    }

    /** The numbers that the bytes stand for. */
    public Tensor weight() {
        Tensor weight = Tensor.zeros(shape);
        int inputs = values.length / outputs();
        for (int i = 0; i < values.length; i++) {
            weight.values()[i] = values[i] * scales[i / inputs];
        }
        return weight;
    }

    /** The numbers that the biases stand for. */
    public Tensor biases(ByteScale input) {
        Tensor biases = Tensor.zeros(outputs());
        for (int output = 0; output < outputs(); output++) {
            biases.values()[output] = (float) ((double) bias[output] * input.scale() * scales[output]);
        }
        return biases;
    }
}

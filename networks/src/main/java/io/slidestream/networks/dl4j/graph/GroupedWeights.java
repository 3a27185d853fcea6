package io.slidestream.networks.dl4j.graph;

import io.slidestream.networks.weights.Tensor;

/**
 * Convolutions in groups, which Deeplearning4j does not have. A convolution of few channels costs more than it computes,
 * so neighbouring groups become one with zeros between them, until a group has {@value #LEAST} channels.
 */
final class GroupedWeights {
    private static final int LEAST = 64;

    private GroupedWeights() {}

    /** The groups that are left of so many. */
    static int joined(Tensor weight, int groups) {
        int perGroup = weight.shape()[1];
        int left = groups;
        while (left % 2 == 0 && perGroup * groups / left < LEAST) {
            left /= 2;
        }
        return left > 1 && perGroup * groups / left < LEAST ? 1 : left;
    }

    /** The weights of joined groups of {@code inputs} channels: [outputs, inputs, height, width]. */
    static float[] spread(Tensor weight, int groups, int inputs) {
        int[] shape = weight.shape();
        int area = shape[2] * shape[3];
        int perGroup = shape[1];
        int outputsPerGroup = shape[0] / groups;
        float[] spread = new float[Math.multiplyExact(shape[0], Math.multiplyExact(inputs, area))];
        for (int output = 0; output < shape[0]; output++) {
            int first = output / outputsPerGroup * perGroup % inputs;
            System.arraycopy(
                    weight.values(),
                    output * perGroup * area,
                    spread,
                    (output * inputs + first) * area,
                    perGroup * area);
        }
        return spread;
    }
}

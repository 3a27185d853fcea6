package io.slidestream.networks.onnx;

import io.slidestream.networks.weights.Tensor;

/**
 * A layer's weights as bytes from -127 to 127, with a scale for each output, and its bias in steps of input scale times
 * weight scale, as integer arithmetic adds them up.
 *
 * @param values in the order of the weights
 * @param scales one an output
 * @param bias one an output
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record Int8Weights(byte[] values, float[] scales, int[] bias) {
    private static final int LARGEST = 127;
    /** Keeps a bias far from the ends of 32 bits, also where an output has next to no weights. */
    private static final double LARGEST_BIAS = 1 << 28;

    /** @param weight by output first */
    static Int8Weights of(Tensor weight, Tensor bias, float inputScale) {
        int outputs = weight.shape()[0];
        int inputs = weight.values().length / outputs;
        byte[] values = new byte[weight.values().length];
        float[] scales = new float[outputs];
        int[] steps = new int[outputs];
        for (int output = 0; output < outputs; output++) {
            float largest = Float.MIN_NORMAL;
            for (int i = output * inputs; i < (output + 1) * inputs; i++) {
                largest = Math.max(largest, Math.abs(weight.values()[i]));
            }
            double least = Math.abs(bias.values()[output]) / (inputScale * LARGEST_BIAS);
            scales[output] = (float) Math.max(largest / LARGEST, Math.max(least, Float.MIN_NORMAL));
            for (int i = output * inputs; i < (output + 1) * inputs; i++) {
                values[i] =
                        (byte) Math.max(-LARGEST, Math.min(LARGEST, Math.rint(weight.values()[i] / scales[output])));
            }
            steps[output] = (int) Math.rint(bias.values()[output] / ((double) inputScale * scales[output]));
        }
        return new Int8Weights(values, scales, steps);
    }

    /** Scales of the integer biases. */
    float[] biasScales(float inputScale) {
        float[] result = new float[scales.length];
        for (int i = 0; i < result.length; i++) {
            result[i] = inputScale * scales[i];
        }
        return result;
    }
}

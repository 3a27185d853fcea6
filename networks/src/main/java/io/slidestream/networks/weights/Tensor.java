package io.slidestream.networks.weights;

import java.util.Arrays;
import java.util.Map;

/**
 * Numbers with a shape, row-major, last dimension fastest.
 *
 * <p>Holds the arrays it is given, so that weights are not copied on their way to a network: whoever makes a tensor
 * stops writing to them. Compares by identity, as arrays do.
 *
 * @param shape sizes, empty for a scalar; a size of 0 makes an empty tensor
 */
@SuppressWarnings("ArrayRecordComponent") // see above: shared on purpose
public record Tensor(int[] shape, float[] values) {
    public Tensor {
        long size = size(shape);
        if (size != values.length) {
            throw new IllegalArgumentException(
                    "shape " + Arrays.toString(shape) + " needs " + size + " values, got " + values.length);
        }
    }

    /** A tensor of zeros. */
    public static Tensor zeros(int... shape) {
        return new Tensor(shape, new float[Math.toIntExact(size(shape))]);
    }

    /** @throws IllegalArgumentException naming the first tensor that holds what is no number */
    public static void checkFinite(Map<String, Tensor> weights) {
        weights.forEach((name, tensor) -> {
            for (float value : tensor.values()) {
                if (!Float.isFinite(value)) {
                    throw new IllegalArgumentException(name + " holds " + value);
                }
            }
        });
    }

    public boolean hasShape(int... expected) {
        return Arrays.equals(shape, expected);
    }

    private static long size(int[] shape) {
        long size = 1;
        for (int length : shape) {
            if (length < 0) {
                throw new IllegalArgumentException("shape has a negative size: " + Arrays.toString(shape));
            }
            size = Math.multiplyExact(size, (long) length);
        }
        return size;
    }

    @Override
    public String toString() {
        return "Tensor" + Arrays.toString(shape);
    }
}

package io.slidestream.networks.dl4j;

import io.slidestream.networks.patches.PatchLayout;
import io.slidestream.networks.weights.Tensor;
import java.util.Arrays;
import java.util.List;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * One parameter of a graph, in one array or, by groups, in several, and what lies between Deeplearning4j's form of it and torchvision's.
 *
 * <p>Biases are alike, and so are a convolution's weights, [out, in, height, width] in either order. A dense layer's
 * weights are [in, out] for [out, in]; and where its inputs are a picture, as in AlexNet's first, torchvision numbers them channel by channel, a network in NHWC pixel by pixel.
 *
 * <p>Shapes are compared here because {@code assign} takes any array of the same length.
 *
 * @param shape torchvision's
 * @param parts one after the other in the first dimension, of equal size
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record Parameter(String name, int[] shape, List<INDArray> parts) {
    /** Either AlexNet's first dense layer sees 256 channels of 6×6. */
    private static final int CHANNELS = 256;

    private static final int PICTURE = CHANNELS * 6 * 6;

    Parameter {
        parts = List.copyOf(parts);
        int[] part = shape.clone();
        part[0] /= parts.size();
        parts.forEach(array -> check(name, part, array));
    }

    private static void check(String name, int[] shape, INDArray array) {
        int[] own = Arrays.stream(array.shape()).mapToInt(Math::toIntExact).toArray();
        boolean alike = Arrays.equals(own, shape);
        if (shape.length == 2) {
            alike |= Arrays.equals(own, new int[] {shape[1], shape[0]});
        }
        if (!alike) {
            throw new IllegalStateException("graph's " + name + " is " + Arrays.toString(own) + ", which is no form of "
                    + Arrays.toString(shape));
        }
    }

    void load(Tensor tensor, PatchLayout.Order order) {
        if (!tensor.hasShape(shape)) {
            throw new IllegalArgumentException(
                    name + " should be " + Arrays.toString(shape) + ", is " + Arrays.toString(tensor.shape()));
        }
        float[] values = tensor.values();
        if (byPixel(order)) {
            values = transposeRows(values, shape[0], CHANNELS, shape[1] / CHANNELS);
        }
        int length = values.length / parts.size();
        for (int i = 0; i < parts.size(); i++) {
            INDArray array = parts.get(i);
            float[] own = Arrays.copyOfRange(values, i * length, (i + 1) * length);
            try (INDArray loaded = Nd4j.create(own, array.shape(), memory(array))) {
                array.assign(loaded);
            }
        }
    }

    Tensor tensor(PatchLayout.Order order) {
        float[] values = new float[Arrays.stream(shape).reduce(1, Math::multiplyExact)];
        int length = values.length / parts.size();
        for (int i = 0; i < parts.size(); i++) {
            INDArray array = parts.get(i);
            try (INDArray copy = array.dup(memory(array))) {
                System.arraycopy(copy.data().asFloat(), 0, values, i * length, length);
            }
        }
        if (byPixel(order)) {
            values = transposeRows(values, shape[0], shape[1] / CHANNELS, CHANNELS);
        }
        return new Tensor(shape.clone(), values);
    }

    private boolean byPixel(PatchLayout.Order order) {
        return order == PatchLayout.Order.NHWC && shape.length == 2 && shape[1] == PICTURE;
    }

    /** [out, in] row by row lies in memory as [in, out] column by column. */
    private static char memory(INDArray array) {
        return array.rank() == 2 ? 'f' : 'c';
    }

    /** Each row, taken as a matrix of the given size, transposed. */
    private static float[] transposeRows(float[] values, int rows, int height, int width) {
        float[] transposed = new float[values.length];
        for (int row = 0; row < rows; row++) {
            int at = row * height * width;
            for (int y = 0; y < height; y++) {
                for (int x = 0; x < width; x++) {
                    transposed[at + x * height + y] = values[at + y * width + x];
                }
            }
        }
        return transposed;
    }
}

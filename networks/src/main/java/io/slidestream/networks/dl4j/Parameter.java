package io.slidestream.networks.dl4j;

import io.slidestream.networks.PatchLayout;
import io.slidestream.networks.Tensor;
import java.util.Arrays;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * One parameter of a graph, and what lies between Deeplearning4j's form of it and torchvision's.
 *
 * <p>Biases are alike, and so are a convolution's weights, [out, in, height, width] in either order. A dense layer's
 * weights are transposed; and where its inputs are a picture, as in AlexNet's first, torchvision numbers them
 * channel by channel, a network in NHWC pixel by pixel.
 *
 * <p>Shapes are compared here because {@code assign} takes any array of the same length.
 */
record Parameter(String name, INDArray array) {
    /** AlexNet's first dense layer sees 256 channels of 6×6. */
    private static final String AFTER_PICTURE = "classifier.1.weight";

    private static final int CHANNELS = 256;

    void load(Tensor tensor, PatchLayout.Order order) {
        int[] shape = tensor.shape();
        if (!Arrays.equals(shape, torchShape())) {
            throw new IllegalArgumentException(
                    name + " should be " + Arrays.toString(torchShape()) + ", is " + Arrays.toString(shape));
        }
        float[] values = tensor.values();
        if (byPixel(order)) {
            values = transposeWithinRows(values, shape[0], CHANNELS, shape[1] / CHANNELS);
        }
        // [out, in] row-major lies in memory as [in, out] column-major
        char memory = array.rank() == 2 ? 'f' : 'c';
        try (INDArray loaded = Nd4j.create(values, array.shape(), memory)) {
            array.assign(loaded);
        }
    }

    Tensor tensor(PatchLayout.Order order) {
        int[] shape = torchShape();
        float[] values;
        try (INDArray copy = array.dup(array.rank() == 2 ? 'f' : 'c')) {
            values = copy.data().asFloat();
        }
        if (byPixel(order)) {
            values = transposeWithinRows(values, shape[0], shape[1] / CHANNELS, CHANNELS);
        }
        return new Tensor(shape, values);
    }

    private boolean byPixel(PatchLayout.Order order) {
        return order == PatchLayout.Order.NHWC && array.rank() == 2 && name.equals(AFTER_PICTURE);
    }

    private int[] torchShape() {
        int[] shape = Arrays.stream(array.shape()).mapToInt(Math::toIntExact).toArray();
        return shape.length == 2 ? new int[] {shape[1], shape[0]} : shape;
    }

    /** Each row, taken as a matrix of the given size, transposed. */
    private static float[] transposeWithinRows(float[] values, int rows, int height, int width) {
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

package io.slidestream.networks.dl4j.graph;

import io.slidestream.networks.graph.Activation;
import java.nio.FloatBuffer;
import org.bytedeco.javacpp.FloatPointer;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.impl.scalar.RectifiedLinear;
import org.nd4j.linalg.api.ops.impl.scalar.Relu6;
import org.nd4j.linalg.api.ops.impl.transforms.strict.Sigmoid;
import org.nd4j.linalg.api.ops.impl.transforms.strict.Swish;
import org.nd4j.linalg.factory.Nd4j;

/** What is done to each number or each pixel, in place. */
final class Pointwise {
    private static final int BLOCK = 4096;

    private Pointwise() {}

    /** Takes the channels of a pixel, or a block of numbers. */
    interface Pixel {
        /** @param place the pixel's number, counted through the batch */
        void take(float[] numbers, int place);
    }

    /** @return the array itself */
    static INDArray apply(Activation function, INDArray array) {
        switch (function) {
            case RELU -> Nd4j.exec(new RectifiedLinear(array, array, 0));
            case RELU6 -> Nd4j.exec(new Relu6(array, array, 0));
            case SIGMOID -> Nd4j.exec(new Sigmoid(array, array));
            case SILU -> Nd4j.exec(new Swish(array, array));
            case HARD_SIGMOID -> pixels(array, BLOCK, (numbers, place) -> hardSigmoid(numbers));
            case HARD_SWISH -> pixels(array, BLOCK, (numbers, place) -> hardSwish(numbers));
            case GELU -> throw new IllegalArgumentException("Deeplearning4j serves no GELU here");
        }
        return array;
    }

    private static void hardSigmoid(float[] numbers) {
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = Math.min(1, Math.max(0, numbers[i] / 6 + 0.5f));
        }
    }

    private static void hardSwish(float[] numbers) {
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] *= Math.min(6, Math.max(0, numbers[i] + 3)) / 6;
        }
    }

    /** Changes all numbers, so many at a time, the last time perhaps fewer. */
    static void pixels(INDArray array, int size, Pixel pixel) {
        FloatBuffer numbers = numbers(array);
        int left = numbers.capacity();
        float[] some = new float[Math.min(size, left)];
        for (int at = 0, place = 0; left > 0; at += some.length, left -= some.length, place++) {
            if (left < some.length) {
                some = new float[left];
            }
            numbers.get(at, some);
            pixel.take(some, place);
            numbers.put(at, some);
        }
    }

    /** Shows all numbers, so many at a time. */
    static void read(INDArray array, int size, Pixel pixel) {
        FloatBuffer numbers = numbers(array);
        float[] some = new float[size];
        for (int at = 0, place = 0; at < numbers.capacity(); at += size, place++) {
            numbers.get(at, some);
            pixel.take(some, place);
        }
    }

    /** Where the numbers lie, to be read and written in place. */
    static FloatBuffer numbers(INDArray array) {
        check(array);
        return new FloatPointer(array.data().addressPointer())
                .capacity(array.length())
                .asBuffer();
    }

    /** The same as an address. */
    static long address(INDArray array) {
        check(array);
        return array.data().addressPointer().address();
    }

    private static void check(INDArray array) {
        if (array.dataType() != DataType.FLOAT || array.ordering() != 'c' || array.isView()) {
            throw new IllegalStateException(
                    "an array of floats in a row is expected, was " + array.shapeInfoToString());
        }
    }
}

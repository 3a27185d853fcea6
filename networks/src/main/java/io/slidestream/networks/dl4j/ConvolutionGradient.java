package io.slidestream.networks.dl4j;

import java.util.Arrays;
import org.deeplearning4j.nn.workspace.ArrayType;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.DynamicCustomOp;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.INDArrayIndex;
import org.nd4j.linalg.indexing.NDArrayIndex;

/**
 * Gradients of a square convolution in NHWC, from matrix products and a forward convolution.
 *
 * <p>oneDNN's backward convolutions want pictures in blocks of channels, and ND4J reorders every array before and after
 * each (a third of the time of a step, measured). Here nothing is reordered:
 *
 * <ul>
 *   <li>the input's gradient of a stride-1 convolution is the convolution of the output's gradient with the weights
 *       turned by half and inputs and outputs exchanged, in oneDNN's forward form;
 *   <li>the weights' gradient is, for each row of the kernel, the product of the output's gradient with the patches that
 *       row sees: in NHWC, the pixels of a row of the kernel lie side by side.
 * </ul>
 */
final class ConvolutionGradient {
    private final INDArray input;
    private final INDArray delta;
    private final int stride;
    private final int padding;
    private final LayerWorkspaceMgr workspaces;
    private final long channels;
    /** Places of all outputs of the batch. */
    private final long places;

    /**
     * @param input [N, height, width, in], dense
     * @param delta gradient of the loss by the output before its activation, [N, height, width, out], dense
     */
    ConvolutionGradient(INDArray input, INDArray delta, int stride, int padding, LayerWorkspaceMgr workspaces) {
        this.input = dense(input, workspaces);
        this.delta = dense(delta, workspaces);
        this.stride = stride;
        this.padding = padding;
        this.workspaces = workspaces;
        channels = input.size(3);
        places = delta.length() / delta.size(3);
    }

    private static INDArray dense(INDArray array, LayerWorkspaceMgr workspaces) {
        return Arrays.equals(array.stride(), Nd4j.getStrides(array.shape(), 'c'))
                ? array
                : workspaces.dup(ArrayType.BP_WORKING_MEM, array, 'c');
    }

    void ofBias(INDArray into) {
        INDArray ones = scratch(1, places).assign(1);
        Nd4j.gemm(ones, rows(delta), into.reshape('c', 1, into.length()), false, false, 1, 0);
    }

    /** @param into [out, in, kernel, kernel], dense */
    void ofWeights(INDArray into) {
        long outputs = into.size(0);
        int kernel = (int) into.size(2);
        if (kernel == 1) {
            Nd4j.gemm(rows(delta), rows(input), into.reshape('c', outputs, channels), true, false, 1, 0);
            return;
        }
        INDArray picture = padded();
        INDArray seen = workspaces.createUninitialized(
                ArrayType.BP_WORKING_MEM, type(), new long[] {places, kernel * channels}, 'c');
        INDArray seenByPlace = seen.reshape('c', delta.size(0), delta.size(1), delta.size(2), kernel * channels);
        INDArray product = workspaces.createUninitialized(
                ArrayType.BP_WORKING_MEM, type(), new long[] {outputs, kernel * channels}, 'c');
        for (int row = 0; row < kernel; row++) {
            seenByPlace.assign(patches(picture, row, kernel));
            Nd4j.gemm(rows(delta), seen, product, true, false, 1, 0); // to 'f', ND4J takes twice the time
            INDArray byColumn = product.reshape('c', outputs, kernel, channels);
            into.get(all(), all(), NDArrayIndex.point(row), all()).assign(byColumn.permute(0, 2, 1));
        }
    }

    /** @return [N, height, width, in] */
    INDArray ofInput(INDArray weights) {
        if (stride != 1) {
            throw new UnsupportedOperationException("only the first layer may have a stride, this has " + stride);
        }
        INDArray result = workspaces.createUninitialized(ArrayType.ACTIVATION_GRAD, type(), input.shape(), 'c');
        int kernel = (int) weights.size(2);
        int pad = kernel - 1 - padding;
        Nd4j.exec(DynamicCustomOp.builder("conv2d")
                .addInputs(delta, turned(weights, kernel))
                .addOutputs(result)
                .addIntegerArguments(kernel, kernel, 1, 1, pad, pad, 1, 1, 0, 1, 1)
                .build());
        return result;
    }

    /** [out, in, k, k] as [in, out, k, k], turned by half. */
    private INDArray turned(INDArray weights, int kernel) {
        INDArray turned = workspaces.createUninitialized(
                ArrayType.BP_WORKING_MEM, type(), new long[] {weights.size(1), weights.size(0), kernel, kernel}, 'c');
        for (int y = 0; y < kernel; y++) {
            for (int x = 0; x < kernel; x++) {
                turned.get(all(), all(), NDArrayIndex.point(y), NDArrayIndex.point(x))
                        .assign(weights.get(
                                        all(),
                                        all(),
                                        NDArrayIndex.point(kernel - 1 - y),
                                        NDArrayIndex.point(kernel - 1 - x))
                                .transpose());
            }
        }
        return turned;
    }

    private INDArray padded() {
        if (padding == 0) {
            return input;
        }
        long height = input.size(1);
        long width = input.size(2);
        INDArray padded = workspaces.create(
                ArrayType.BP_WORKING_MEM,
                type(),
                new long[] {input.size(0), height + 2L * padding, width + 2L * padding, channels},
                'c');
        padded.get(
                        all(),
                        NDArrayIndex.interval(padding, padding + height),
                        NDArrayIndex.interval(padding, padding + width),
                        all())
                .assign(input);
        return padded;
    }

    /** Inputs of one kernel row at each place: overlapping views of the picture. */
    private INDArray patches(INDArray picture, int row, int kernel) {
        long line = picture.size(2) * channels;
        return Nd4j.create(
                picture.data(),
                new long[] {delta.size(0), delta.size(1), delta.size(2), kernel * channels},
                new long[] {picture.size(1) * line, stride * line, stride * channels, 1},
                picture.offset() + row * line,
                'c');
    }

    private INDArray scratch(long... shape) {
        return workspaces.createUninitialized(ArrayType.BP_WORKING_MEM, type(), shape, 'c');
    }

    private INDArray rows(INDArray picture) {
        return picture.reshape('c', picture.length() / picture.size(3), picture.size(3));
    }

    private DataType type() {
        return input.dataType();
    }

    private static INDArrayIndex all() {
        return NDArrayIndex.all();
    }
}

package io.slidestream.networks.dl4j;

import org.deeplearning4j.nn.api.MaskState;
import org.deeplearning4j.nn.conf.CNN2DFormat;
import org.deeplearning4j.nn.conf.InputPreProcessor;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.workspace.ArrayType;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.jspecify.annotations.Nullable;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Lays a batch [N, height, width, channels] out as one picture [1, N, 1, height·width·channels]: a 1×1 convolution of
 * it is a dense layer.
 *
 * <p>Why not a dense layer then: that is a matrix product of OpenBLAS, which sums in another order in another row, so
 * that a patch's scores changed in the last bits with its place in the batch (measured: 5e-6, at batch 32 and one
 * thread). oneDNN's convolution sums each pixel alike.
 */
final class BatchAsColumn implements InputPreProcessor {
    private static final long serialVersionUID = 1L;

    @Override
    public INDArray preProcess(INDArray input, int miniBatchSize, LayerWorkspaceMgr workspaces) {
        long batch = input.size(0);
        INDArray inOrder = workspaces.dup(ArrayType.ACTIVATIONS, input, 'c');
        return inOrder.reshape('c', 1, batch, 1, inOrder.length() / batch);
    }

    @Override
    public INDArray backprop(INDArray output, int miniBatchSize, LayerWorkspaceMgr workspaces) {
        throw new UnsupportedOperationException("for inference only: a network is trained with dense layers");
    }

    /** One column for one patch; the batch size is not known to a definition. */
    @Override
    public InputType getOutputType(InputType inputType) {
        return InputType.convolutional(1, 1, inputType.arrayElementsPerExample(), CNN2DFormat.NHWC);
    }

    @Override
    public @Nullable Pair<INDArray, MaskState> feedForwardMaskArray(
            INDArray maskArray, MaskState currentMaskState, int minibatchSize) {
        throw new UnsupportedOperationException("pictures have no masks");
    }

    @Override
    public InputPreProcessor clone() {
        return new BatchAsColumn();
    }
}

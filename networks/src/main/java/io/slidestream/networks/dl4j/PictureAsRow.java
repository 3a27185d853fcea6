package io.slidestream.networks.dl4j;

import org.deeplearning4j.nn.api.MaskState;
import org.deeplearning4j.nn.conf.InputPreProcessor;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.workspace.ArrayType;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.jspecify.annotations.Nullable;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Lays each picture [height, width, channels] of a batch out as one row, pixel by pixel, for a dense layer. */
final class PictureAsRow implements InputPreProcessor {
    private static final long serialVersionUID = 1L;

    private transient long @Nullable [] shape;

    @Override
    public INDArray preProcess(INDArray input, int miniBatchSize, LayerWorkspaceMgr workspaces) {
        shape = input.shape();
        return workspaces
                .dup(ArrayType.ACTIVATIONS, input, 'c')
                .reshape('c', input.size(0), input.length() / input.size(0));
    }

    @Override
    public INDArray backprop(INDArray output, int miniBatchSize, LayerWorkspaceMgr workspaces) {
        return workspaces.dup(ArrayType.ACTIVATION_GRAD, output, 'c').reshape('c', shape);
    }

    @Override
    public InputType getOutputType(InputType inputType) {
        return InputType.feedForward(inputType.arrayElementsPerExample());
    }

    @Override
    public @Nullable Pair<INDArray, MaskState> feedForwardMaskArray(
            INDArray maskArray, MaskState currentMaskState, int minibatchSize) {
        throw new UnsupportedOperationException("pictures have no masks");
    }

    @Override
    public InputPreProcessor clone() {
        return new PictureAsRow();
    }
}

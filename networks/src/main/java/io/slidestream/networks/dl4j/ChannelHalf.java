package io.slidestream.networks.dl4j;

import org.deeplearning4j.nn.api.MaskState;
import org.deeplearning4j.nn.conf.CNN2DFormat;
import org.deeplearning4j.nn.conf.InputPreProcessor;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.inputs.InputType.InputTypeConvolutional;
import org.deeplearning4j.nn.workspace.ArrayType;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.jspecify.annotations.Nullable;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.indexing.INDArrayIndex;
import org.nd4j.linalg.indexing.NDArrayIndex;

/**
 * Gives a layer the first or the second half of the channels: with two such layers side by side, a convolution in two
 * groups. Deeplearning4j has none of its own, and its SubsetVertex counts in NCHW only.
 *
 * @param half 0 or 1
 */
record ChannelHalf(CNN2DFormat format, int half) implements InputPreProcessor {
    private static final long serialVersionUID = 1L;

    @Override
    public INDArray preProcess(INDArray input, int miniBatchSize, LayerWorkspaceMgr workspaces) {
        return workspaces.dup(ArrayType.ACTIVATIONS, view(input), 'c');
    }

    /** The other half's gradient is zero here and comes from the layer beside. */
    @Override
    public INDArray backprop(INDArray output, int miniBatchSize, LayerWorkspaceMgr workspaces) {
        long[] shape = output.shape().clone();
        shape[channelAxis()] *= 2;
        INDArray whole = workspaces.create(ArrayType.ACTIVATION_GRAD, output.dataType(), shape, 'c');
        view(whole).assign(output);
        return whole;
    }

    @Override
    public InputType getOutputType(InputType inputType) {
        InputTypeConvolutional picture = (InputTypeConvolutional) inputType;
        return InputType.convolutional(
                picture.getHeight(), picture.getWidth(), picture.getChannels() / 2, picture.getFormat());
    }

    @Override
    public @Nullable Pair<INDArray, MaskState> feedForwardMaskArray(
            INDArray maskArray, MaskState currentMaskState, int minibatchSize) {
        throw new UnsupportedOperationException("pictures have no masks");
    }

    @Override
    public InputPreProcessor clone() {
        return this;
    }

    private INDArray view(INDArray whole) {
        long channels = whole.size(channelAxis()) / 2;
        INDArrayIndex[] places = new INDArrayIndex[4];
        java.util.Arrays.fill(places, NDArrayIndex.all());
        places[channelAxis()] = NDArrayIndex.interval(half * channels, (half + 1) * channels);
        return whole.get(places);
    }

    private int channelAxis() {
        return format == CNN2DFormat.NCHW ? 1 : 3;
    }
}

package io.slidestream.networks.dl4j.graph;

import io.slidestream.networks.graph.Activation;
import io.slidestream.networks.graph.Window;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.layers.convolution.ConvolutionLayer;
import org.deeplearning4j.nn.params.ConvolutionParamInitializer;
import org.deeplearning4j.nn.workspace.ArrayType;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.DynamicCustomOp;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

/** Calls oneDNN's convolution without the copies that Deeplearning4j's own layer makes in NHWC. */
final class ServedConvolutionLayer extends ConvolutionLayer {
    private static final long serialVersionUID = 1L;
    private static final int OUTPUTS_FIRST = 1;
    private static final int NHWC = 1;

    private final transient Window window;
    private final int groups;
    private final @Nullable Activation activation;

    ServedConvolutionLayer(
            NeuralNetConfiguration configuration,
            DataType type,
            Window window,
            int groups,
            @Nullable Activation activation) {
        super(configuration, type);
        this.window = window;
        this.groups = groups;
        this.activation = activation;
    }

    @Override
    public INDArray activate(boolean training, LayerWorkspaceMgr workspaces) {
        INDArray weight = getParam(ConvolutionParamInitializer.WEIGHT_KEY);
        INDArray bias = getParam(ConvolutionParamInitializer.BIAS_KEY);
        int rows = window.rows((int) input.size(1));
        int columns = window.columns((int) input.size(2));
        INDArray output = workspaces.createUninitialized(
                ArrayType.ACTIVATIONS, dataType, new long[] {input.size(0), rows, columns, weight.size(0)}, 'c');
        if (groups > 1 && weight.size(1) == 1 && weight.size(0) == groups) {
            byChannels(weight, bias, output, workspaces);
        } else {
            INDArray picture = window.isSymmetric() ? input : Padding.around(input, window, 0, workspaces);
            if (groups == 1) {
                convolve(picture, weight, bias, output);
            } else {
                byGroups(picture, weight, bias, output, workspaces);
            }
        }
        if (activation != null) {
            Pointwise.apply(activation, output);
        }
        return output;
    }

    private void byChannels(INDArray weight, INDArray bias, INDArray output, LayerWorkspaceMgr workspaces) {
        INDArray pictures = input.ordering() == 'c' && !input.isView()
                ? input
                : workspaces.dup(ArrayType.FF_WORKING_MEM, input, 'c');
        DepthwiseKernel kernel = new DepthwiseKernel(
                window, weight.dup('c').data().asFloat(), bias.dup('c').data().asFloat(), (int) input.size(1), (int)
                        input.size(2));
        for (int i = 0; i < input.size(0); i++) {
            kernel.convolve(Pointwise.numbers(pictures), i, Pointwise.numbers(output));
        }
    }

    private void byGroups(
            INDArray picture, INDArray weight, INDArray bias, INDArray output, LayerWorkspaceMgr workspaces) {
        long inputs = weight.size(1);
        long outputs = weight.size(0) / groups;
        long[] shape = output.shape().clone();
        shape[3] = outputs;

        for (int group = 0; group < groups; group++) {
            INDArray seen = workspaces.dup(
                    ArrayType.FF_WORKING_MEM, channels(picture, group * inputs, (group + 1) * inputs), 'c');
            INDArray part = workspaces.createUninitialized(ArrayType.FF_WORKING_MEM, dataType, shape, 'c');
            convolve(
                    seen,
                    ofGroup(weight, group, outputs),
                    bias.get(NDArrayIndex.interval(group * outputs, (group + 1) * outputs)),
                    part);
            channels(output, group * outputs, (group + 1) * outputs).assign(part);
        }
    }

    /** Of a parameter that lies in a row; ND4J's own view by an interval came out empty for some shapes. */
    private static INDArray ofGroup(INDArray weight, int group, long outputs) {
        long[] shape = weight.shape().clone();
        shape[0] = outputs;
        long length = weight.length() / weight.size(0) * outputs;
        return Nd4j.create(weight.data(), shape, Nd4j.getStrides(shape, 'c'), weight.offset() + group * length, 'c');
    }

    private static INDArray channels(INDArray picture, long from, long to) {
        return picture.get(NDArrayIndex.all(), NDArrayIndex.all(), NDArrayIndex.all(), NDArrayIndex.interval(from, to));
    }

    private void convolve(INDArray picture, INDArray weight, INDArray bias, INDArray output) {
        boolean padded = window.isSymmetric();
        Nd4j.exec(DynamicCustomOp.builder("conv2d")
                .addInputs(picture, weight, bias)
                .addOutputs(output)
                .addIntegerArguments(
                        window.height(),
                        window.width(),
                        window.stride(),
                        window.stride(),
                        padded ? window.top() : 0,
                        padded ? window.left() : 0,
                        window.dilation(),
                        window.dilation(),
                        0,
                        NHWC,
                        OUTPUTS_FIRST)
                .build());
    }
}

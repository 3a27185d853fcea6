package io.slidestream.networks.dl4j;

import java.util.Objects;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.gradient.DefaultGradient;
import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.layers.convolution.ConvolutionLayer;
import org.deeplearning4j.nn.params.ConvolutionParamInitializer;
import org.deeplearning4j.nn.workspace.ArrayType;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.jspecify.annotations.Nullable;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.activations.impl.ActivationReLU;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.DynamicCustomOp;
import org.nd4j.linalg.api.ops.impl.scalar.RectifiedLinear;
import org.nd4j.linalg.api.ops.impl.scalar.Step;
import org.nd4j.linalg.factory.Nd4j;

/**
 * The same convolution as Deeplearning4j's in less time, with right gradients in NHWC.
 *
 * <p>Deeplearning4j copies each input in NHWC into NCHW and does not use the copy; it computes each convolution a second
 * time on the way back, to know where its ReLU clipped; and its oneDNN gradients in NHWC are wrong. Here the output is
 * kept, which tells where the ReLU clipped: it let pass what is above zero.
 */
final class TrainedConvolutionLayer extends ConvolutionLayer {
    private static final long serialVersionUID = 1L;

    /** Lives in the workspace of one step. */
    private transient @Nullable INDArray output;

    TrainedConvolutionLayer(NeuralNetConfiguration configuration, DataType type) {
        super(configuration, type);
    }

    @Override
    public INDArray activate(boolean training, LayerWorkspaceMgr workspaces) {
        applyDropOutIfNecessary(training, workspaces);
        INDArray weights = getParam(ConvolutionParamInitializer.WEIGHT_KEY);
        int kernel = layerConf().getKernelSize()[0];
        int stride = layerConf().getStride()[0];
        int padding = layerConf().getPadding()[0];
        INDArray activations = workspaces.createUninitialized(
                ArrayType.ACTIVATIONS,
                dataType,
                new long[] {
                    input.size(0),
                    (input.size(1) + 2L * padding - kernel) / stride + 1,
                    (input.size(2) + 2L * padding - kernel) / stride + 1,
                    weights.size(0)
                },
                'c');
        Nd4j.exec(DynamicCustomOp.builder("conv2d")
                .addInputs(input, weights, getParam(ConvolutionParamInitializer.BIAS_KEY))
                .addOutputs(activations)
                .addIntegerArguments(kernel, kernel, stride, stride, padding, padding, 1, 1, 0, 1, 1)
                .build());
        if (layerConf().getActivationFn() instanceof ActivationReLU) {
            Nd4j.exec(new RectifiedLinear(activations, activations, 0));
        }
        output = training ? activations : null;
        return activations;
    }

    @Override
    public Pair<Gradient, INDArray> backpropGradient(INDArray epsilon, LayerWorkspaceMgr workspaces) {
        INDArray delta = epsilon;
        if (layerConf().getActivationFn() instanceof ActivationReLU) {
            INDArray kept = Objects.requireNonNull(output, "a step goes forward before it goes back");
            delta = workspaces.createUninitialized(ArrayType.BP_WORKING_MEM, dataType, kept.shape(), 'c');
            Nd4j.exec(new Step(kept, delta, 0));
            delta.muli(epsilon);
        }
        ConvolutionGradient gradient = new ConvolutionGradient(
                input, delta, layerConf().getStride()[0], layerConf().getPadding()[0], workspaces);
        Gradient result = new DefaultGradient();
        INDArray bias = view(ConvolutionParamInitializer.BIAS_KEY);
        INDArray weights = view(ConvolutionParamInitializer.WEIGHT_KEY);
        gradient.ofBias(bias);
        gradient.ofWeights(weights);
        result.setGradientFor(ConvolutionParamInitializer.BIAS_KEY, bias);
        result.setGradientFor(ConvolutionParamInitializer.WEIGHT_KEY, weights, 'c');
        output = null;
        boolean first = input.size(3) == 3; // nothing lies before the picture that could use its gradient
        INDArray back = first
                ? Nd4j.empty(dataType)
                : backpropDropOutIfPresent(gradient.ofInput(getParam(ConvolutionParamInitializer.WEIGHT_KEY)));
        return new Pair<>(result, back);
    }

    private INDArray view(String parameter) {
        return Objects.requireNonNull(gradientViews.get(parameter), "the graph holds its gradients in one array");
    }
}

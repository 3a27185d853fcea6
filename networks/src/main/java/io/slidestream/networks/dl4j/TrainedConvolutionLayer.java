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
import org.nd4j.linalg.api.ops.impl.scalar.Step;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Forward as Deeplearning4j and oneDNN do it, backward our own.
 *
 * <p>Deeplearning4j computes each convolution a second time on the way back, to know where its ReLU clipped, and its
 * oneDNN gradients in NHWC are wrong. Here the output is kept, which tells the same: a ReLU let pass what is above zero.
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
        INDArray activations = super.activate(training, workspaces);
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
        ConvolutionGradient gradient =
                new ConvolutionGradient(input, delta, layerConf().getStride()[0], layerConf().getPadding()[0], workspaces);
        Gradient result = new DefaultGradient();
        INDArray bias = gradientViews.get(ConvolutionParamInitializer.BIAS_KEY);
        INDArray weights = gradientViews.get(ConvolutionParamInitializer.WEIGHT_KEY);
        gradient.ofBias(bias);
        gradient.ofWeights(weights);
        result.setGradientFor(ConvolutionParamInitializer.BIAS_KEY, bias);
        result.setGradientFor(ConvolutionParamInitializer.WEIGHT_KEY, weights, 'c');
        output = null;
        boolean first = input.size(3) == 3; // nothing lies before the picture that could use its gradient
        INDArray back = first
                ? Nd4j.empty(dataType)
                : backpropDropOutPresent(gradient.ofInput(getParam(ConvolutionParamInitializer.WEIGHT_KEY)));
        return new Pair<>(result, back);
    }
}

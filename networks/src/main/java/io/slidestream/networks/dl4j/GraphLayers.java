package io.slidestream.networks.dl4j;

import io.slidestream.networks.dl4j.graph.ServedDense;
import io.slidestream.networks.patches.PatchLayout;
import org.deeplearning4j.nn.conf.CNN2DFormat;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.ConvolutionMode;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.graph.MergeVertex;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.GlobalPoolingLayer;
import org.deeplearning4j.nn.conf.layers.LossLayer;
import org.deeplearning4j.nn.conf.layers.PoolingType;
import org.deeplearning4j.nn.conf.layers.SubsamplingLayer;
import org.deeplearning4j.nn.weights.WeightInit;
import org.nd4j.linalg.activations.Activation;

/**
 * A graph in the making, layer upon layer, each named as torchvision names its parameters.
 *
 * <p>Helpers may not fall back: a convolution that oneDNN refuses is a fault to hear of, not an eighth of the speed.
 */
final class GraphLayers {
    private final ComputationGraphConfiguration.GraphBuilder builder;
    private final CNN2DFormat format;
    private final Use use;
    private String last = "input";
    private double dropout;

    private enum Use {
        INFERENCE,
        TRAINING
    }

    /** Begins a graph for inference, or for training in NCHW by Deeplearning4j's own layers. */
    GraphLayers(PatchLayout layout) {
        this(layout, Use.INFERENCE);
    }

    /** Begins a graph to be trained; in NHWC by {@link ConvolutionGradient}. */
    static GraphLayers trained(PatchLayout layout) {
        return new GraphLayers(layout, layout.order() == PatchLayout.Order.NHWC ? Use.TRAINING : Use.INFERENCE);
    }

    private GraphLayers(PatchLayout layout, Use use) {
        this.use = use;
        format = CNN2DFormat.valueOf(layout.order().name());
        builder = new NeuralNetConfiguration.Builder()
                .weightInit(WeightInit.ZERO)
                .graphBuilder()
                .addInputs(last)
                .setInputTypes(InputType.convolutional(layout.sizePx(), layout.sizePx(), 3, format));
    }

    /** Goes on from an earlier layer: the start of a branch. */
    GraphLayers from(String layer) {
        last = layer;
        return this;
    }

    /** A square convolution and its ReLU. */
    GraphLayers convolution(String name, int channels, int kernel, int stride, int padding) {
        return add(name, convolution(channels, kernel, stride, padding, Activation.RELU));
    }

    /**
     * A convolution of stride 1 and its ReLU in two groups, each of half the channels that come in and go out: layers
     * {@code NAME.group1} and {@code NAME.group2}, joined under the name itself.
     */
    GraphLayers twoGroups(String name, int channels, int kernel, int padding) {
        String input = last;
        for (int group = 0; group < 2; group++) {
            String half = groupName(name, group);
            builder.inputPreProcessor(half, new ChannelHalf(format, group));
            from(input).add(half, convolution(channels / 2, kernel, 1, padding, Activation.RELU));
        }
        return merge(name, groupName(name, 0), groupName(name, 1));
    }

    /** The layer that holds one group's parameters. */
    static String groupName(String name, int group) {
        return name + ".group" + (group + 1);
    }

    /** AlexNet's local response normalisation over five channels. */
    GraphLayers normalization(String name) {
        builder.addVertex(name, new ChannelNormalization(format), last);
        last = name;
        return this;
    }

    /** The maximum over 3×3 every second pixel, rounded down. */
    GraphLayers maximum(String name) {
        return add(
                name,
                new SubsamplingLayer.Builder(PoolingType.MAX)
                        .kernelSize(3, 3)
                        .stride(2, 2)
                        .convolutionMode(ConvolutionMode.Truncate)
                        .dataFormat(format)
                        .cudnnAllowFallback(false)
                        .build());
    }

    /** One number a channel: the mean over the picture. */
    GraphLayers mean(String name) {
        return add(name, new GlobalPoolingLayer.Builder(PoolingType.AVG).build());
    }

    /** A dense layer; in NHWC, for inference, a {@link ServedDense}. */
    GraphLayers dense(String name, int outputs, Activation activation) {
        return add(
                name,
                format == CNN2DFormat.NCHW || use == Use.TRAINING
                        ? new DenseLayer.Builder()
                                .nOut(outputs)
                                .activation(activation)
                                .build()
                        : new ServedDense(outputs, activation));
    }

    /** Flattens the picture for the layer that follows. */
    GraphLayers flatten(String next) {
        if (format == CNN2DFormat.NHWC) {
            builder.inputPreProcessor(next, new PictureAsRow());
        }
        return this;
    }

    /**
     * The next layer sees each of its inputs with this probability only, while it is trained.
     *
     * @param probability of an input to be dropped, 0 for none
     */
    GraphLayers dropout(double probability) {
        dropout = probability;
        return this;
    }

    /** Channels of two layers, one after the other. */
    GraphLayers merge(String name, String first, String second) {
        builder.addVertex(name, new MergeVertex(), first, second);
        last = name;
        return this;
    }

    /** Softmax and cross-entropy; the rows of labels say what each patch weighs. */
    GraphLayers loss() {
        return add(
                "loss",
                new LossLayer.Builder(new CrossEntropy())
                        .activation(Activation.IDENTITY)
                        .build());
    }

    /** The graph with the newest layer as its output. */
    ComputationGraphConfiguration build() {
        return builder.setOutputs(last).build();
    }

    private ConvolutionLayer convolution(int channels, int kernel, int stride, int padding, Activation activation) {
        ConvolutionLayer.Builder convolution = new ConvolutionLayer.Builder(kernel, kernel)
                .stride(stride, stride)
                .padding(padding, padding)
                .nOut(channels)
                .activation(activation)
                .convolutionMode(ConvolutionMode.Truncate)
                .dataFormat(format)
                .cudnnAllowFallback(false);
        return use == Use.TRAINING ? new TrainedConvolution(convolution) : convolution.build();
    }

    private GraphLayers add(String name, org.deeplearning4j.nn.conf.layers.Layer layer) {
        if (dropout > 0) {
            layer.setIDropout(new SeededDropout(dropout));
            dropout = 0;
        }
        builder.addLayer(name, layer, last);
        last = name;
        return this;
    }
}

package io.slidestream.networks.dl4j.graph;

import io.slidestream.networks.graph.Activation;
import io.slidestream.networks.graph.Window;
import java.util.Collection;
import java.util.Map;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.api.ParamInitializer;
import org.deeplearning4j.nn.conf.CNN2DFormat;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.optimize.api.TrainingListener;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** A convolution of pictures in NHWC for inference, in groups or depthwise, with any activation. */
final class ServedConvolution extends ConvolutionLayer {
    private static final long serialVersionUID = 1L;

    private final transient Window window;
    private final int groups;
    private final @Nullable Activation activation;

    /** @param inputs channels that one output sees */
    ServedConvolution(int inputs, int outputs, Window window, int groups, @Nullable Activation activation) {
        super(new Builder(window.height(), window.width())
                .nIn(inputs)
                .nOut(outputs)
                .activation(org.nd4j.linalg.activations.Activation.IDENTITY)
                .dataFormat(CNN2DFormat.NHWC));
        this.window = window;
        this.groups = groups;
        this.activation = activation;
    }

    @Override
    public Layer instantiate(
            NeuralNetConfiguration configuration,
            Collection<TrainingListener> listeners,
            int index,
            INDArray parameters,
            boolean initialize,
            DataType type) {
        Layer layer = new ServedConvolutionLayer(configuration, type, window, groups, activation);
        layer.setListeners(listeners);
        layer.setIndex(index);
        layer.setParamsViewArray(parameters);
        ParamInitializer initializer = initializer();
        Map<String, INDArray> table = initializer.init(configuration, parameters, initialize);
        layer.setParamTable(table);
        layer.setConf(configuration);
        return layer;
    }
}

package io.slidestream.networks.dl4j.graph;

import java.util.Collection;
import java.util.Map;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.api.ParamInitializer;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.params.DefaultParamInitializer;
import org.deeplearning4j.nn.weights.IWeightInit;
import org.deeplearning4j.optimize.api.TrainingListener;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** A dense layer for inference; {@link ServedDenseLayer} says how it computes. Its weights lie row by row. */
public final class ServedDense extends DenseLayer {
    private static final long serialVersionUID = 1L;

    /** @param inputs where no input type says it */
    public ServedDense(int inputs, int outputs, Activation activation) {
        this(outputs, activation);
        setNIn(inputs);
    }

    /** Where an input type says how many numbers come in. */
    public ServedDense(int outputs, Activation activation) {
        setNOut(outputs);
        setHasBias(true);
        setActivationFn(activation.getActivationFunction());
    }

    @Override
    public Layer instantiate(
            NeuralNetConfiguration configuration,
            Collection<TrainingListener> listeners,
            int index,
            INDArray parameters,
            boolean initialize,
            DataType type) {
        Layer layer = new ServedDenseLayer(configuration, type);
        layer.setListeners(listeners);
        layer.setIndex(index);
        layer.setParamsViewArray(parameters);
        Map<String, INDArray> table = initializer().init(configuration, parameters, initialize);
        layer.setParamTable(table);
        layer.setConf(configuration);
        return layer;
    }

    @Override
    public ParamInitializer initializer() {
        return new RowByRow();
    }

    private static final class RowByRow extends DefaultParamInitializer {
        @Override
        protected INDArray createWeightMatrix(
                long inputs, long outputs, IWeightInit ours, INDArray view, boolean initialize) {
            return view.reshape('c', inputs, outputs);
        }
    }
}

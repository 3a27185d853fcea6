package io.slidestream.networks.dl4j;

import io.slidestream.networks.dl4j.graph.VertexDefinition;
import org.deeplearning4j.nn.conf.CNN2DFormat;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * AlexNet's local response normalisation, as a graph's definition has it.
 *
 * <p>Why not Deeplearning4j's own layer: its gradient is wrong where the normalisation does something. It divides the
 * sum over the neighbours by the channel's own base instead of each neighbour's (measured: 10 % off).
 */
final class ChannelNormalization extends VertexDefinition {
    private static final long serialVersionUID = 1L;

    private final CNN2DFormat format;

    ChannelNormalization(CNN2DFormat format) {
        super(format);
        this.format = format;
    }

    @Override
    public NormalizationVertex instantiate(
            ComputationGraph graph,
            String name,
            int index,
            INDArray parametersView,
            boolean initializeParameters,
            DataType dataType) {
        return new NormalizationVertex(graph, name, index, format, dataType);
    }

    @Override
    public InputType getOutputType(int layerIndex, InputType... inputTypes) {
        return inputTypes[0];
    }
}

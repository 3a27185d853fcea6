package io.slidestream.networks.dl4j.graph;

import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** A step without parameters, as a graph's definition has it. */
final class ServedStep extends VertexDefinition {
    private static final long serialVersionUID = 1L;

    private final transient Step step;

    ServedStep(Step step) {
        super(step);
        this.step = step;
    }

    @Override
    public ServedStepVertex instantiate(
            ComputationGraph graph,
            String name,
            int index,
            INDArray parametersView,
            boolean initializeParameters,
            DataType dataType) {
        return new ServedStepVertex(graph, name, index, step, dataType);
    }

    @Override
    public int maxVertexInputs() {
        return Integer.MAX_VALUE;
    }
}

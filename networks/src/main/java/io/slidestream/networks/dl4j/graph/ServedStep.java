package io.slidestream.networks.dl4j.graph;

import org.deeplearning4j.nn.conf.graph.GraphVertex;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.memory.LayerMemoryReport;
import org.deeplearning4j.nn.conf.memory.MemoryReport;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** A step without parameters, as a graph's definition has it. */
final class ServedStep extends GraphVertex {
    private static final long serialVersionUID = 1L;

    private final transient Step step;

    ServedStep(Step step) {
        this.step = step;
    }

    @Override
    public org.deeplearning4j.nn.graph.vertex.GraphVertex instantiate(
            ComputationGraph graph,
            String name,
            int index,
            INDArray parametersView,
            boolean initializeParameters,
            DataType dataType) {
        return new ServedStepVertex(graph, name, index, step, dataType);
    }

    @Override
    public InputType getOutputType(int layerIndex, InputType... inputTypes) {
        throw new UnsupportedOperationException("the network's description knows the shapes");
    }

    @Override
    public MemoryReport getMemoryReport(InputType... inputTypes) {
        return new LayerMemoryReport.Builder(null, ServedStep.class, inputTypes[0], inputTypes[0]).build();
    }

    @Override
    public long numParams(boolean backprop) {
        return 0;
    }

    @Override
    public int minVertexInputs() {
        return 1;
    }

    @Override
    public int maxVertexInputs() {
        return Integer.MAX_VALUE;
    }

    @Override
    public GraphVertex clone() {
        return new ServedStep(step);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof ServedStep same && same.step == step;
    }

    @Override
    public int hashCode() {
        return step.hashCode();
    }
}

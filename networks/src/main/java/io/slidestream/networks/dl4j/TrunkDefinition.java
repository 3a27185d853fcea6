package io.slidestream.networks.dl4j;

import io.slidestream.networks.onednn.TrainedTrunk;
import org.deeplearning4j.nn.conf.graph.GraphVertex;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.memory.LayerMemoryReport;
import org.deeplearning4j.nn.conf.memory.MemoryReport;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** A trunk that is trained, as a graph's definition has it: one vertex with parameters. */
final class TrunkDefinition extends GraphVertex {
    private static final long serialVersionUID = 1L;

    private final transient TrainedTrunk trunk;

    TrunkDefinition(TrainedTrunk trunk) {
        this.trunk = trunk;
    }

    @Override
    public TrunkVertex instantiate(
            ComputationGraph graph,
            String name,
            int index,
            INDArray parametersView,
            boolean initializeParameters,
            DataType dataType) {
        return new TrunkVertex(graph, name, index, trunk, parametersView, dataType);
    }

    @Override
    public InputType getOutputType(int layerIndex, InputType... inputTypes) {
        throw new UnsupportedOperationException("the network's description knows the shapes");
    }

    @Override
    public MemoryReport getMemoryReport(InputType... inputTypes) {
        return new LayerMemoryReport.Builder(null, TrunkDefinition.class, inputTypes[0], inputTypes[0]).build();
    }

    @Override
    public long numParams(boolean backprop) {
        return trunk.count();
    }

    @Override
    public int minVertexInputs() {
        return 1;
    }

    @Override
    public int maxVertexInputs() {
        return 1;
    }

    @Override
    public GraphVertex clone() {
        return new TrunkDefinition(trunk);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof TrunkDefinition same && same.trunk == trunk;
    }

    @Override
    public int hashCode() {
        return trunk.hashCode();
    }
}

package io.slidestream.networks.dl4j;

import io.slidestream.networks.dl4j.graph.VertexDefinition;
import io.slidestream.networks.onednn.TrainedTrunk;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** A trunk that is trained, as a graph's definition has it: one vertex with parameters. */
final class TrunkDefinition extends VertexDefinition {
    private static final long serialVersionUID = 1L;

    private final transient TrainedTrunk trunk;

    TrunkDefinition(TrainedTrunk trunk) {
        super(trunk);
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
    public long numParams(boolean backprop) {
        return trunk.count();
    }
}

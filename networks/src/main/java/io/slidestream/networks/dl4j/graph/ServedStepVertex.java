package io.slidestream.networks.dl4j.graph;

import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** A {@link Step} at work in a graph. */
final class ServedStepVertex extends PlainVertex {
    private static final long serialVersionUID = 1L;

    private final transient Step step;

    ServedStepVertex(ComputationGraph graph, String name, int index, Step step, DataType dataType) {
        super(graph, name, index, dataType);
        this.step = step;
    }

    @Override
    public INDArray doForward(boolean training, LayerWorkspaceMgr workspaces) {
        return step.compute(inputs, workspaces);
    }

    @Override
    public Pair<Gradient, INDArray[]> doBackward(boolean truncated, LayerWorkspaceMgr workspaces) {
        throw new UnsupportedOperationException("the graph is for inference");
    }

    /** The step itself. */
    Step step() {
        return step;
    }
}

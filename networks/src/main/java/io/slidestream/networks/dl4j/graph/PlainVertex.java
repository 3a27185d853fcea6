package io.slidestream.networks.dl4j.graph;

import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.api.MaskState;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.graph.vertex.BaseGraphVertex;
import org.deeplearning4j.nn.graph.vertex.VertexIndices;
import org.jspecify.annotations.Nullable;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** A vertex at work in a graph that is no layer of Deeplearning4j's, and has no parameters unless it says otherwise. */
public abstract class PlainVertex extends BaseGraphVertex {
    private static final long serialVersionUID = 1L;

    protected PlainVertex(ComputationGraph graph, String name, int index, DataType dataType) {
        super(graph, name, index, new VertexIndices[0], new VertexIndices[0], dataType);
    }

    @Override
    public final boolean hasLayer() {
        return false;
    }

    @Override
    public final @Nullable Layer getLayer() {
        return null;
    }

    @Override
    public void setBackpropGradientsViewArray(INDArray view) {
        throw new UnsupportedOperationException("there are no parameters here");
    }

    @Override
    public final @Nullable Pair<INDArray, MaskState> feedForwardMaskArrays(
            INDArray[] masks, MaskState state, int size) {
        return null;
    }

    @Override
    public final String toString() {
        return getClass().getSimpleName() + "(" + getVertexName() + ")";
    }
}

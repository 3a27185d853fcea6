package io.slidestream.networks.dl4j;

import io.slidestream.networks.dl4j.graph.PlainVertex;
import io.slidestream.networks.onednn.TrainedTrunk;
import java.util.Map;
import java.util.Objects;
import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.workspace.ArrayType;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.jspecify.annotations.Nullable;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * A trunk at work in a graph: from pictures [N, 3, height, width] to rows [N, numbers]. The gradients of several passes are
 * summed; {@link #collect} writes them into the graph's.
 */
final class TrunkVertex extends PlainVertex {
    private static final long serialVersionUID = 1L;

    private final transient TrainedTrunk trunk;
    private final INDArray parameters;
    private @Nullable INDArray gradients;

    TrunkVertex(
            ComputationGraph graph,
            String name,
            int index,
            TrainedTrunk trunk,
            INDArray parameters,
            DataType dataType) {
        super(graph, name, index, dataType);
        this.trunk = trunk;
        this.parameters = parameters;
    }

    /** Takes the parameters as they are now. */
    void load() {
        trunk.load(address(parameters));
    }

    /** Writes the sums of the gradients and begins anew. */
    void collect() {
        trunk.collect(address(Objects.requireNonNull(gradients, "the graph holds its gradients in one array")));
    }

    @Override
    public INDArray doForward(boolean training, LayerWorkspaceMgr workspaces) {
        INDArray rows = workspaces.createUninitialized(
                ArrayType.ACTIVATIONS, dataType, new long[] {trunk.pictures(), trunk.width()}, 'c');
        trunk.forward(address(inputs[0]), address(rows));
        return rows;
    }

    @Override
    public Pair<Gradient, INDArray[]> doBackward(boolean truncated, LayerWorkspaceMgr workspaces) {
        INDArray delta = workspaces.dup(ArrayType.BP_WORKING_MEM, epsilon, 'c');
        trunk.backward(address(delta));
        return new Pair<>(null, new INDArray[] {Nd4j.empty(dataType)}); // nothing lies before the pictures
    }

    /** Of an array of floats that lie in a row. */
    private static long address(INDArray array) {
        boolean inRow =
                array.rank() == 1 ? array.stride(0) == 1 : array.ordering() == 'c' && array.elementWiseStride() == 1;
        if (array.dataType() != DataType.FLOAT || !inRow || array.offset() != 0) {
            throw new IllegalStateException("floats in a row are expected, were " + array.shapeInfoToString());
        }
        return array.data().addressPointer().address();
    }

    @Override
    public long numParams() {
        return trunk.count();
    }

    @Override
    public INDArray params() {
        return parameters;
    }

    @Override
    public Map<String, INDArray> paramTable(boolean backprop) {
        return Map.of("W", parameters);
    }

    @Override
    public void setBackpropGradientsViewArray(INDArray view) {
        gradients = view;
    }

    @Override
    public @Nullable INDArray getGradientsViewArray() {
        return gradients;
    }
}

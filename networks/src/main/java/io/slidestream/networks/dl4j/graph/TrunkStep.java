package io.slidestream.networks.dl4j.graph;

import io.slidestream.networks.onednn.Trunk;
import org.deeplearning4j.nn.workspace.ArrayType;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** All before the dense layers as one step: from pictures [N, height, width, 3] to rows [N, numbers]. */
final class TrunkStep implements Step {
    private final Trunk trunk;

    TrunkStep(Trunk trunk) {
        this.trunk = trunk;
    }

    Trunk trunk() {
        return trunk;
    }

    @Override
    public INDArray compute(INDArray[] inputs, LayerWorkspaceMgr workspaces) {
        INDArray pictures = inputs[0];
        INDArray rows = workspaces.createUninitialized(
                ArrayType.ACTIVATIONS, DataType.FLOAT, new long[] {pictures.size(0), trunk.width()}, 'c');
        trunk.run(Pointwise.address(pictures), (int) pictures.size(0), Pointwise.address(rows));
        return rows;
    }
}

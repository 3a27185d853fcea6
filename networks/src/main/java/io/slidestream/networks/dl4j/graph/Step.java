package io.slidestream.networks.dl4j.graph;

import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Computes a vertex. */
interface Step {
    /**
     * @param inputs not written to
     * @return of {@code workspaces}, of the type ACTIVATIONS
     */
    INDArray compute(INDArray[] inputs, LayerWorkspaceMgr workspaces);
}

package io.slidestream.networks.dl4j.graph;

import io.slidestream.networks.graph.Window;
import org.deeplearning4j.nn.workspace.ArrayType;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.indexing.NDArrayIndex;

/** Room around pictures [N, height, width, channels] where an operator of ND4J knows the same on all sides only. */
final class Padding {
    private Padding() {}

    static INDArray around(INDArray picture, Window window, float value, LayerWorkspaceMgr workspaces) {
        long height = picture.size(1);
        long width = picture.size(2);
        INDArray padded = workspaces.createUninitialized(
                ArrayType.FF_WORKING_MEM,
                picture.dataType(),
                new long[] {
                    picture.size(0),
                    height + window.top() + window.bottom(),
                    width + window.left() + window.right(),
                    picture.size(3)
                },
                'c');
        padded.assign(value);
        padded.get(
                        NDArrayIndex.all(),
                        NDArrayIndex.interval(window.top(), window.top() + height),
                        NDArrayIndex.interval(window.left(), window.left() + width),
                        NDArrayIndex.all())
                .assign(picture);
        return padded;
    }
}

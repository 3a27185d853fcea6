package io.slidestream.networks.dl4j;

import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.indexing.NDArrayIndex;

/**
 * Range of one parameter, or of a group of them, in the array of all.
 *
 * @param name the tensor's
 * @param decays whether L2 or weight decay shrinks it: weights do, biases do not
 * @param ofClassifier whether it belongs to the network's last layer
 */
record ParameterRange(String name, long from, long length, boolean decays, boolean ofClassifier) {
    INDArray of(INDArray all) {
        return all.get(NDArrayIndex.interval(from, from + length));
    }
}

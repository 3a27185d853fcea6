package io.slidestream.networks.dl4j;

import org.jspecify.annotations.Nullable;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.activations.IActivation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.lossfunctions.ILossFunction;

/**
 * Softmax and cross-entropy in which a label's row need not add up to 1: its sum is the weight of the patch. Deeplearning4j's
 * own takes it for 1.
 */
final class CrossEntropy implements ILossFunction {
    private static final long serialVersionUID = 1L;

    /** Probabilities of the last step, patch by patch. */
    private transient float @Nullable [] probabilities;

    float[] probabilities() {
        if (probabilities == null) {
            throw new IllegalStateException("no step was computed yet");
        }
        return probabilities;
    }

    /** Probabilities less labels, each row times its weight: the gradient by the logits. */
    @Override
    public INDArray computeGradient(INDArray labels, INDArray logits, IActivation activation, @Nullable INDArray mask) {
        INDArray gradient = Nd4j.nn().softmax(logits, 1);
        probabilities = gradient.dup('c').data().asFloat();
        return gradient.muliColumnVector(labels.sum(1)).subi(labels);
    }

    @Override
    public INDArray computeScoreArray(
            INDArray labels, INDArray logits, IActivation activation, @Nullable INDArray mask) {
        return Nd4j.nn().logSoftmax(logits, 1).muli(labels).sum(true, 1).negi();
    }

    @Override
    public double computeScore(
            INDArray labels, INDArray logits, IActivation activation, @Nullable INDArray mask, boolean average) {
        double sum =
                computeScoreArray(labels, logits, activation, mask).sumNumber().doubleValue();
        return average ? sum / labels.size(0) : sum;
    }

    @Override
    public Pair<Double, INDArray> computeGradientAndScore(
            INDArray labels, INDArray logits, IActivation activation, @Nullable INDArray mask, boolean average) {
        double score = computeScore(labels, logits, activation, mask, average);
        return new Pair<>(score, computeGradient(labels, logits, activation, mask));
    }

    @Override
    public String name() {
        return "weighted cross-entropy";
    }
}

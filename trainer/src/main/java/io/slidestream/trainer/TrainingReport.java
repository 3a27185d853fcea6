package io.slidestream.trainer;

import java.util.Map;

/**
 * All there is to say of a finished training.
 *
 * @param reluShift constant on the classifier's biases, 0 where none is needed
 * @param largestDifference of a probability between the finished network and the trained layer, on any tile compared
 */
record TrainingReport(
        TrainingRequest request,
        String modelId,
        TrainingParts parts,
        Recipe recipe,
        double reluShift,
        double largestDifference,
        ConfusionMatrix validation,
        ConfusionMatrix test,
        Map<ColourFeatures, ConfusionMatrix> baselines) {}

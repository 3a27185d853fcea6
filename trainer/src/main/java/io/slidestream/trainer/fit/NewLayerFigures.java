package io.slidestream.trainer.fit;

/**
 * Figures of the new layer's training on the frozen network's features.
 *
 * @param positions of each training tile that were shown
 * @param epoch that was kept, from 1
 * @param validation of that epoch
 * @param biasShift constant on the classifier's biases, 0 where none is needed
 * @param largestDifference of a probability between the layer and the whole network, on the tiles compared
 * @param featuresPerSecond positions of tiles that went through the frozen network each second
 * @param samplesPerSecond features that the layer was trained on each second
 */
public record NewLayerFigures(
        int positions,
        double l2,
        int epoch,
        int epochs,
        Score validation,
        double biasShift,
        double largestDifference,
        double featuresPerSecond,
        double samplesPerSecond) {}

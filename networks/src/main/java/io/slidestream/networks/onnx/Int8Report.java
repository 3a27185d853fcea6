package io.slidestream.networks.onnx;

/**
 * Comparison of a quantised network with the same in floats, on tiles that were not used for calibration.
 *
 * @param accuracy share of the tiles it gives the true class, in 0..1
 * @param fp32Accuracy the same of the network of floats
 * @param agreement share of the tiles to which both give the same class
 * @param meanAbsDifference of a probability, over tiles and classes
 * @param heldOut tiles compared
 * @param calibrated other tiles, whose activations set ranges and biases
 * @param bytes size of the file
 */
public record Int8Report(
        double accuracy,
        double fp32Accuracy,
        double agreement,
        double meanAbsDifference,
        int heldOut,
        int calibrated,
        long bytes) {}

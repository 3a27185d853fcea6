package io.slidestream.networks.onnx;

/**
 * How a network of bytes compares with the same in floats on tiles that its ranges have not seen.
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

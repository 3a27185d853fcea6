package io.slidestream.networks.onnx;

/**
 * Agreement of two engines.
 *
 * @param maxAbsDifference the largest difference of any logit
 * @param patches compared
 */
public record Agreement(double maxAbsDifference, int patches) {}

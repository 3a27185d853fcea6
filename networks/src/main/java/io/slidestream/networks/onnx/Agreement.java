package io.slidestream.networks.onnx;

/**
 * How far apart two engines are.
 *
 * @param maxAbsDifference the largest difference of any logit
 * @param patches compared
 */
public record Agreement(double maxAbsDifference, int patches) {}

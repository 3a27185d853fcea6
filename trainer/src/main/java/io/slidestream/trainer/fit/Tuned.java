package io.slidestream.trainer.fit;

import io.slidestream.networks.weights.Tensor;
import java.util.Map;

/**
 * A network that was trained in all its layers.
 *
 * @param weights that were kept
 * @param epoch whose they are, from 1; 0 where no epoch was better than what it began with
 * @param epochs that were run
 * @param imagesPerSecond that were trained, without validation
 */
public record Tuned(Map<String, Tensor> weights, int epoch, int epochs, double imagesPerSecond) {}

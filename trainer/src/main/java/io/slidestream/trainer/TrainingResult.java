package io.slidestream.trainer;

import io.slidestream.networks.ModelBundle;

/**
 * What came of a training.
 *
 * @param bundle in its final place
 * @param test the whole network on the tiles it was neither trained nor chosen on
 */
public record TrainingResult(ModelBundle bundle, ConfusionMatrix test) {}

package io.slidestream.trainer;

import io.slidestream.networks.bundle.ModelBundle;
import io.slidestream.trainer.measure.ConfusionMatrix;
import java.util.Optional;

/**
 * Result of a training.
 *
 * @param bundle in its final place
 * @param validation the whole network on the tiles that chose its epoch
 * @param test the same on the tiles it was neither trained nor chosen on; empty if none were left for it
 */
public record TrainingResult(ModelBundle bundle, ConfusionMatrix validation, Optional<ConfusionMatrix> test) {}

package io.slidestream.trainer.encoder;

import io.slidestream.trainer.fit.CrossValidation;
import io.slidestream.trainer.fit.NewLayer;
import io.slidestream.trainer.measure.ConfusionMatrix;
import org.jspecify.annotations.Nullable;

/**
 * Figures of a classifier on a frozen encoder.
 *
 * @param features of a patch
 * @param layer that chose the L2, trained on the training part alone
 * @param validation of that layer
 * @param test of that layer; null where no tiles were left to test on
 * @param folds null where tiles are many
 * @param temperature that the logits are divided by
 */
record EncoderFigures(
        int features,
        NewLayer layer,
        ConfusionMatrix validation,
        @Nullable ConfusionMatrix test,
        @Nullable CrossValidation folds,
        double temperature) {
    /** The best there is to go by. */
    ConfusionMatrix shown() {
        return folds != null ? folds.matrix() : test != null ? test : validation;
    }

    /** What these tiles are. */
    String part() {
        return folds != null ? "cross-validation" : test != null ? "test" : "validation";
    }
}

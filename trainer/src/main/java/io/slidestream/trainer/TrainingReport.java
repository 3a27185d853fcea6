package io.slidestream.trainer;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * All there is to say of a finished training.
 *
 * @param recipe as it was followed
 * @param newLayer null where the last layer was not trained alone
 * @param tuned null where all layers were not trained
 * @param test null where no tiles were left to test on
 * @param baselines on the tiles tested on; empty where there are none
 */
record TrainingReport(
        TrainingRequest request,
        String modelId,
        TrainingParts parts,
        Recipe recipe,
        @Nullable NewLayerFigures newLayer,
        @Nullable Tuned tuned,
        List<EpochRecord> records,
        double temperature,
        ConfusionMatrix validation,
        @Nullable ConfusionMatrix test,
        Map<ColourFeatures, ConfusionMatrix> baselines) {

    /** The best there is to go by: on test tiles, or else on those that chose the epoch. */
    ConfusionMatrix shown() {
        return test == null ? validation : test;
    }

    Projection projection() {
        return Projection.of(newLayer, tuned);
    }
}

package io.slidestream.trainer.report;

import io.slidestream.trainer.fit.ColourFeatures;
import io.slidestream.trainer.fit.EpochRecord;
import io.slidestream.trainer.fit.Familiarity;
import io.slidestream.trainer.fit.FoldFigures;
import io.slidestream.trainer.fit.NewLayerFigures;
import io.slidestream.trainer.fit.Projection;
import io.slidestream.trainer.fit.Refit;
import io.slidestream.trainer.fit.Tuned;
import io.slidestream.trainer.measure.ConfusionMatrix;
import io.slidestream.trainer.measure.Measured;
import io.slidestream.trainer.recipe.Recipe;
import io.slidestream.trainer.recipe.TrainingParts;
import io.slidestream.trainer.recipe.TrainingRequest;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * All there is to say of a finished training.
 *
 * @param recipe as it was followed
 * @param newLayer null where the last layer was not trained alone
 * @param tuned null where all layers were not trained
 * @param refit null where the network is the measured one
 */
public record TrainingReport(
        TrainingRequest request,
        TrainingParts parts,
        Recipe recipe,
        @Nullable NewLayerFigures newLayer,
        @Nullable Tuned tuned,
        List<EpochRecord> records,
        Accuracies accuracies,
        Refit.@Nullable Figures refit) {
    /**
     * What was measured.
     *
     * @param baselines on the tiles tested on; empty where there are none
     * @param folds null where there was no cross-validation
     * @param familiarity null where it could not be told
     */
    public record Accuracies(
            Measured measured,
            Map<ColourFeatures, ConfusionMatrix> baselines,
            @Nullable FoldFigures folds,
            @Nullable Familiarity familiarity) {}

    public Measured measured() {
        return accuracies.measured();
    }

    public Map<ColourFeatures, ConfusionMatrix> baselines() {
        return accuracies.baselines();
    }

    /** Null where there was no cross-validation. */
    public @Nullable FoldFigures folds() {
        return accuracies.folds();
    }

    /** Null where it could not be told. */
    public @Nullable Familiarity familiarity() {
        return accuracies.familiarity();
    }

    /** The best there is to go by: on test tiles, or else on those that chose the epoch. */
    public ConfusionMatrix shown() {
        ConfusionMatrix test = measured().test();
        return test == null ? measured().validation() : test;
    }

    Projection projection() {
        return Projection.of(newLayer, tuned);
    }
}

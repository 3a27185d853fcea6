package io.slidestream.trainer.report;

import io.slidestream.trainer.data.TileSet;
import io.slidestream.trainer.fit.ColourBaselines;
import io.slidestream.trainer.measure.ConfusionMatrix;
import io.slidestream.trainer.measure.Mistake;
import io.slidestream.trainer.measure.Recalibration;
import io.slidestream.trainer.measure.Robustness;
import io.slidestream.trainer.measure.RocCurve;
import io.slidestream.trainer.recipe.EvaluationRequest;
import java.util.List;
import java.util.Optional;

/**
 * All there is to say of a finished evaluation.
 *
 * @param set the tiles, their classes in the order of the model's
 * @param engine what computed
 * @param curves by class; empty where one cannot be drawn
 * @param mistakes all, the most confident first
 */
public record EvaluationReport(
        EvaluationRequest request,
        TileSet set,
        String engine,
        ConfusionMatrix matrix,
        List<Optional<RocCurve>> curves,
        Recalibration recalibration,
        Robustness robustness,
        List<Mistake> mistakes,
        ColourBaselines baselines) {
    /** Mean over the classes that have a curve. */
    public double meanArea() {
        return curves.stream()
                .flatMap(Optional::stream)
                .mapToDouble(RocCurve::area)
                .average()
                .orElse(Double.NaN);
    }
}

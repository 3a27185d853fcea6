package io.slidestream.trainer;

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
record EvaluationReport(
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
    double meanArea() {
        return curves.stream()
                .flatMap(Optional::stream)
                .mapToDouble(RocCurve::area)
                .average()
                .orElse(Double.NaN);
    }
}

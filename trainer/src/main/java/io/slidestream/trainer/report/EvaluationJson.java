package io.slidestream.trainer.report;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.slidestream.networks.bundle.ModelBundle;
import io.slidestream.trainer.data.TileSet;
import io.slidestream.trainer.measure.Calibration;
import io.slidestream.trainer.measure.ConfusionMatrix;
import io.slidestream.trainer.measure.FigureJson;
import io.slidestream.trainer.measure.Recalibration;
import io.slidestream.trainer.measure.Robustness;
import io.slidestream.trainer.measure.RocCurve;
import java.util.List;

/** report.json: every figure of an evaluation, with the counts it rests on. */
public final class EvaluationJson {
    private EvaluationJson() {}

    public static byte[] of(EvaluationReport report) {
        ObjectNode root = FigureJson.object();
        ModelBundle model = report.request().model();
        root.putObject("model")
                .put("id", model.id())
                .put("name", model.name())
                .put("architecture", model.network().label())
                .put("engine", report.engine());
        root.set("tiles", tiles(report.set()));
        ObjectNode measured = FigureJson.measured(report.matrix());
        root.setAll(measured);
        ObjectNode areas = root.putObject("one_versus_rest");
        if (Double.isNaN(report.meanArea())) {
            areas.putNull("mean_auc");
        } else {
            areas.put("mean_auc", report.meanArea());
        }
        ObjectNode byClass = areas.putObject("classes");
        for (int c = 0; c < report.curves().size(); c++) {
            ObjectNode one = byClass.putObject(report.set().classNames().get(c));
            report.curves().get(c).ifPresentOrElse(curve -> curve(one, curve), () -> one.putNull("auc"));
        }
        root.set("calibration", calibration(report.recalibration()));
        root.set("robustness", robustness(report.robustness()));
        ObjectNode baselines = root.putObject("colour_baselines_on_the_same_tiles")
                .put("measured", report.baselines().trainedOn());
        report.baselines().matrices().forEach((features, matrix) -> {
            ObjectNode one = baselines.putObject(features.label());
            one.set("accuracy", FigureJson.proportion(matrix.accuracy()));
            one.put("balanced_accuracy", matrix.balancedAccuracy());
        });
        ArrayNode mistakes = root.putArray("mistakes_most_confident_first");
        List<String> names = report.set().classNames();
        report.mistakes()
                .forEach(mistake -> mistakes.addObject()
                        .put("tile", mistake.tile().name())
                        .put("class", names.get(mistake.tile().classIndex()))
                        .put("predicted", names.get(mistake.predicted()))
                        .put("confidence", mistake.confidence())
                        .put("probability_of_class", mistake.truthProbability()));
        return FigureJson.bytes(root);
    }

    private static ObjectNode tiles(TileSet set) {
        ObjectNode node = FigureJson.object()
                .put("source", set.source())
                .put("tiles", set.tiles().size())
                .put("tile_size_px", set.tileSizePx())
                .put("repeats_left_out", set.repeats());
        set.contradictions().forEach(node.putArray("contradictions_left_out")::add);
        set.skipped().forEach(node.putArray("unreadable_left_out")::add);
        return node;
    }

    private static void curve(ObjectNode node, RocCurve curve) {
        node.put("auc", curve.area()).put("tiles", curve.positives()).put("others", curve.negatives());
        ArrayNode points = node.putArray("false_and_true_positive_rates");
        curve.points().forEach(p -> points.addArray().add(p.falsePositives()).add(p.truePositives()));
    }

    private static ObjectNode calibration(Recalibration found) {
        ObjectNode node = FigureJson.object();
        node.set(
                "before",
                calibration(found.before().calibration(), found.before().loss()));
        ObjectNode stored = node.putObject("with_the_models_temperature")
                .put("temperature", found.stored().temperature())
                .put("stored", found.isStored());
        stored.setAll(calibration(found.stored().calibration(), found.stored().loss()));
        Recalibration.Refitted refitted = found.refitted();
        ObjectNode again = node.putObject("refitted_on_these_tiles")
                .put("temperature", refitted.temperature())
                .put("measured", "each half with the temperature fitted on the other");
        refitted.halves().forEach(again.putArray("temperatures_of_the_halves")::add);
        again.setAll(calibration(refitted.calibration(), refitted.loss()));
        return node;
    }

    private static ObjectNode calibration(Calibration calibration, double loss) {
        ObjectNode node = FigureJson.object()
                .put("expected_calibration_error", calibration.expectedError())
                .put("negative_log_likelihood", loss);
        ArrayNode bins = node.putArray("bins");
        calibration
                .bins()
                .forEach(bin -> bins.addObject()
                        .put("above", bin.low())
                        .put("up_to", bin.high())
                        .put("tiles", bin.tiles())
                        .put("mean_confidence", bin.confidence())
                        .put("accuracy", bin.accuracy()));
        return node;
    }

    private static ObjectNode robustness(Robustness robustness) {
        ObjectNode node = FigureJson.object();
        node.set("undisturbed", accuracy(robustness.undisturbed()));
        ArrayNode rows = node.putArray("distortions");
        robustness.rows().forEach(row -> {
            ObjectNode one = rows.addObject()
                    .put("kind", row.distortion().kind())
                    .put("amount", row.distortion().amount())
                    .put("unit", row.distortion().unit().strip());
            one.setAll(accuracy(row.matrix()));
            one.put("share_of_same_answers", row.same().value());
        });
        return node;
    }

    private static ObjectNode accuracy(ConfusionMatrix matrix) {
        ObjectNode node = FigureJson.object();
        node.set("accuracy", FigureJson.proportion(matrix.accuracy()));
        node.put("balanced_accuracy", matrix.balancedAccuracy());
        return node;
    }
}

package io.slidestream.trainer.report;

import io.slidestream.trainer.fit.EpochRecord;
import io.slidestream.trainer.fit.TrainingCourse;
import java.util.List;
import java.util.function.DoubleFunction;
import java.util.function.ToDoubleFunction;

/**
 * One of the two figures of a {@link TrainingChart}.
 *
 * @param largest value at the upper edge; what is larger is drawn there
 * @param tick words for a fourth, a half … of the largest
 */
record TrainingPanel(
        String title,
        double top,
        double height,
        double largest,
        DoubleFunction<String> tick,
        ToDoubleFunction<EpochRecord> training,
        ToDoubleFunction<EpochRecord> validation,
        ToDoubleFunction<TrainingCourse.Point> batch) {
    private static final double DOT = 3.2;

    void frame(Sheet sheet, double left, double width) {
        sheet.words("title", left, top - 12, title);
        for (int i = 0; i <= 4; i++) {
            double y = top + height * (1 - i / 4.0);
            sheet.line("grid", left, y, left + width, y);
            sheet.words("right tick", left - 8, y + 4, tick.apply(largest * i / 4));
        }
    }

    void curves(Sheet sheet, TrainingCourse.Phase phase, TrainingChart.Span span) {
        List<TrainingCourse.Point> points =
                phase.batches().stream().filter(p -> p.epoch() <= span.epochs()).toList();
        double[] batches = new double[2 * points.size()];
        for (int i = 0; i < points.size(); i++) {
            TrainingCourse.Point point = points.get(i);
            batches[2 * i] = span.x(point.epoch());
            batches[2 * i + 1] = y(batch.applyAsDouble(point));
        }
        if (batches.length > 2) {
            sheet.path("batches", batches);
        }
        joined(sheet, "training", phase.records(), training, span);
        List<EpochRecord> validated =
                phase.records().stream().filter(EpochRecord::validated).toList();
        joined(sheet, "validation", validated, validation, span);
        if (validated.size() <= TrainingChart.MOST_STRIPES) {
            for (EpochRecord record : validated) {
                sheet.dot("validation", span.x(record.epoch()), y(validation.applyAsDouble(record)), DOT);
            }
        }
    }

    private void joined(
            Sheet sheet,
            String style,
            List<EpochRecord> records,
            ToDoubleFunction<EpochRecord> figure,
            TrainingChart.Span span) {
        double[] places = new double[2 * records.size()];
        for (int i = 0; i < records.size(); i++) {
            places[2 * i] = span.x(records.get(i).epoch());
            places[2 * i + 1] = y(figure.applyAsDouble(records.get(i)));
        }
        if (places.length > 2) {
            sheet.path(style, places);
        } else if (places.length == 2) {
            sheet.dot(style, places[0], places[1], DOT);
        }
    }

    private double y(double value) {
        double share = Double.isNaN(value) ? 1 : Math.max(0, Math.min(1, value / largest));
        return top + height * (1 - share);
    }
}

package io.slidestream.trainer.report;

import io.slidestream.contracts.html.Html;
import io.slidestream.trainer.fit.EpochRecord;
import io.slidestream.trainer.fit.TrainingCourse;
import java.util.List;
import java.util.Locale;
import java.util.stream.DoubleStream;

/**
 * Accuracy and loss over the epochs: training as a line (single batches faint), validation as joined dots, epochs as
 * stripes. Each phase takes the same width, whatever its number of epochs.
 */
final class TrainingChart {
    /** More than this are a blur. */
    static final int MOST_STRIPES = 60;

    private static final int WIDTH_PX = 960;
    private static final int HEIGHT_PX = 560;
    private static final int HEAD_PX = 76;
    private static final double LEFT = 58;
    private static final double WIDTH = WIDTH_PX - LEFT - 16;
    private static final double TOP = 46;
    private static final double ACCURACY_HEIGHT = 230;
    private static final double LOSS_TOP = 328;
    private static final double LOSS_HEIGHT = 180;

    private final TrainingCourse course;
    private final Sheet sheet;
    private final List<TrainingPanel> panels;

    /**
     * Place of a phase in the chart.
     *
     * @param epochs that its width stands for
     */
    record Span(double left, double width, int epochs) {
        double x(double epoch) {
            return left + width * epoch / epochs;
        }
    }

    private TrainingChart(TrainingCourse course, Sheet sheet) {
        this.course = course;
        this.sheet = sheet;
        double largest = largestLoss();
        panels = List.of(
                new TrainingPanel(
                        "accuracy",
                        TOP,
                        ACCURACY_HEIGHT,
                        1,
                        share -> String.format(Locale.ROOT, "%.0f %%", 100 * share),
                        EpochRecord::trainingAccuracy,
                        EpochRecord::validationAccuracy,
                        TrainingCourse.Point::accuracy),
                new TrainingPanel(
                        "loss",
                        LOSS_TOP,
                        LOSS_HEIGHT,
                        largest,
                        loss -> String.format(Locale.ROOT, "%.2f", loss),
                        EpochRecord::trainingLoss,
                        EpochRecord::validationLoss,
                        TrainingCourse.Point::loss));
    }

    /** @param state a line below the title */
    static byte[] png(String title, String state, TrainingCourse course) {
        PixelSheet sheet = new PixelSheet(WIDTH_PX, HEIGHT_PX + HEAD_PX);
        sheet.plot.bold(20);
        sheet.plot.left(title, 20, 34);
        sheet.plot.text(13);
        sheet.plot.left(state, 20, 58);
        sheet.plot.pen.translate(0, HEAD_PX);
        new TrainingChart(course, sheet).draw();
        return sheet.plot.png();
    }

    static Html svg(TrainingCourse course) {
        Svg svg = new Svg(WIDTH_PX, HEIGHT_PX, "Accuracy and loss over the epochs");
        new TrainingChart(course, svg).draw();
        return svg.end();
    }

    private void draw() {
        for (int i = 0; i < course.phases().size(); i++) {
            stripes(course.phases().get(i), span(i));
        }
        for (TrainingPanel panel : panels) {
            panel.frame(sheet, LEFT, WIDTH);
            for (int i = 0; i < course.phases().size(); i++) {
                panel.curves(sheet, course.phases().get(i), span(i));
            }
        }
        course.best().ifPresent(this::mark);
        legend();
    }

    private Span span(int phase) {
        double width = WIDTH / course.phases().size();
        return new Span(LEFT + phase * width, width, course.phases().get(phase).shownEpochs());
    }

    private void stripes(TrainingCourse.Phase phase, Span span) {
        for (TrainingPanel panel : panels) {
            for (int epoch = 1; epoch < span.epochs() && span.epochs() <= MOST_STRIPES; epoch += 2) {
                sheet.rectangle("stripe", span.x(epoch), panel.top(), span.x(1) - span.left(), panel.height());
            }
            sheet.line("phase", span.left(), panel.top(), span.left(), panel.top() + panel.height());
        }
        int step = Math.max(1, (int) Math.ceil(span.epochs() * course.phases().size() / 15.0));
        double y = LOSS_TOP + LOSS_HEIGHT;
        for (int epoch = step; epoch <= span.epochs(); epoch += step) {
            sheet.words("middle tick", span.x(epoch), y + 16, Integer.toString(epoch));
        }
        sheet.words("middle words", span.left() + span.width() / 2, y + 36, phase.name() + ", epoch");
    }

    private void mark(EpochRecord best) {
        for (int i = 0; i < course.phases().size(); i++) {
            if (course.phases().get(i).name().equals(best.phase())) {
                double x = span(i).x(best.epoch());
                panels.forEach(panel -> sheet.line("kept", x, panel.top(), x, panel.top() + panel.height()));
            }
        }
    }

    private void legend() {
        double y = TOP - 16;
        double x = WIDTH_PX - 470;
        sheet.line("training", x, y, x + 24, y);
        sheet.words("words", x + 32, y + 4, "training");
        sheet.line("validation", x + 104, y, x + 128, y);
        sheet.dot("validation", x + 116, y, 3.2);
        sheet.words("words", x + 136, y + 4, "validation");
        sheet.line("kept", x + 224, y - 7, x + 224, y + 7);
        sheet.words("words", x + 232, y + 4, "least validation loss so far");
    }

    /** Largest loss of the epochs; a first batch may be far above. */
    private double largestLoss() {
        double largest = course.records().stream()
                .flatMapToDouble(record -> DoubleStream.of(record.trainingLoss(), record.validationLoss()))
                .filter(Double::isFinite)
                .max()
                .orElseGet(() -> course.phases().stream()
                        .flatMap(phase -> phase.batches().stream())
                        .mapToDouble(TrainingCourse.Point::loss)
                        .filter(Double::isFinite)
                        .max()
                        .orElse(1));
        double unit = Math.pow(10, Math.floor(Math.log10(Math.max(largest, 1e-6))));
        return Math.max(unit, Math.ceil(1.1 * largest / unit * 4) / 4 * unit);
    }
}

package io.slidestream.trainer.report;

import io.slidestream.trainer.fit.BatchRecord;
import io.slidestream.trainer.fit.EpochRecord;
import io.slidestream.trainer.fit.TrainingCourse;
import io.slidestream.trainer.fit.TrainingLines;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** training.html: the course of a training, with all that it shows inside; a browser reloads it while it runs. */
final class TrainingPage {
    private static final int RELOAD_SECONDS = 3;

    private final StringBuilder page = new StringBuilder();

    private TrainingPage() {}

    /**
     * @param latest the batch that was done last, null between epochs
     * @param running whether more is to come
     */
    static byte[] of(String name, TrainingCourse course, @Nullable BatchRecord latest, boolean running) {
        TrainingPage html = new TrainingPage();
        html.page.append(Html.head(name + ": training", running ? RELOAD_SECONDS : 0));
        html.add("<header><h1>" + Html.escaped(name) + "</h1><p>" + (running ? "Training" : "Training is done")
                + "</p></header>");
        html.cards(course, latest, running);
        html.add("<section class=\"wide fitted\">" + TrainingChart.svg(course) + "</section>");
        html.table(course.records());
        html.add("</main></body></html>\n");
        return html.page.toString().getBytes(StandardCharsets.UTF_8);
    }

    private void cards(TrainingCourse course, @Nullable BatchRecord latest, boolean running) {
        List<EpochRecord> records = course.records();
        EpochRecord last = records.isEmpty() ? null : records.get(records.size() - 1);
        add("<section class=\"cards\">");
        if (latest != null) {
            card(
                    "Epoch",
                    latest.epoch() + " of " + latest.epochs(),
                    Html.escaped(latest.phase()) + ", batch " + latest.batch() + " of " + latest.batches());
            card("Accuracy of the batch", Html.percent(latest.accuracy()), "loss " + Html.decimals(latest.loss(), 3));
            pace(latest.imagesPerSecond(), latest.secondsLeft(), running);
        } else if (last != null) {
            card("Epoch", last.epoch() + " of " + last.epochs(), Html.escaped(last.phase()));
            card(
                    "Training accuracy",
                    Html.percent(last.trainingAccuracy()),
                    "loss " + Html.decimals(last.trainingLoss(), 3));
            pace(last.imagesPerSecond(), last.secondsLeft(), running);
        } else {
            card("Epoch", "–", "the first has not begun");
        }
        course.best()
                .ifPresent(best -> card(
                        "Best validation accuracy",
                        Html.percent(best.validationAccuracy()),
                        "loss " + Html.decimals(best.validationLoss(), 3) + " in epoch " + best.epoch() + " of "
                                + Html.escaped(best.phase())));
        add("</section>");
    }

    private void pace(double imagesPerSecond, double secondsLeft, boolean running) {
        if (running && Double.isFinite(imagesPerSecond) && Double.isFinite(secondsLeft)) {
            card(
                    "Time left, at most",
                    TrainingLines.time(secondsLeft),
                    Html.decimals(imagesPerSecond, 0) + " images/s");
        } else if (Double.isFinite(imagesPerSecond)) {
            card("Pace", Html.decimals(imagesPerSecond, 0), "images/s");
        }
    }

    private void card(String title, String figure, String remark) {
        add(Html.card(title, figure, remark));
    }

    private void table(List<EpochRecord> records) {
        add(
                "<section><h2>Epochs</h2><div class=\"wide\"><table><tr><th>phase</th><th class=\"n\">epoch</th>"
                        + "<th class=\"n\">learning rate</th><th class=\"n\">training loss</th><th class=\"n\">accuracy</th>"
                        + "<th class=\"n\">validation loss</th><th class=\"n\">accuracy</th><th class=\"n\">images/s</th></tr>");
        for (int i = records.size() - 1; i >= 0; i--) {
            EpochRecord record = records.get(i);
            add("<tr><td>" + Html.escaped(record.phase()) + "</td>");
            figure(Integer.toString(record.epoch()));
            figure(String.format(Locale.ROOT, "%.2g", record.learningRate()));
            figure(Html.decimals(record.trainingLoss(), 4));
            figure(Html.percent(record.trainingAccuracy()));
            figure(record.validated() ? Html.decimals(record.validationLoss(), 4) : "–");
            figure(record.validated() ? Html.percent(record.validationAccuracy()) : "–");
            figure(Html.decimals(record.imagesPerSecond(), 0));
            add("</tr>");
        }
        add("</table></div></section>");
    }

    private void figure(String text) {
        add("<td class=\"n\">" + text + "</td>");
    }

    private void add(String html) {
        page.append(html);
    }
}

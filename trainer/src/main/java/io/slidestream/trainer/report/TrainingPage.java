package io.slidestream.trainer.report;

import io.slidestream.contracts.html.Html;
import io.slidestream.trainer.fit.BatchRecord;
import io.slidestream.trainer.fit.EpochRecord;
import io.slidestream.trainer.fit.TrainingCourse;
import io.slidestream.trainer.fit.TrainingLines;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** training.html: the course of a training, with all that it shows inside; a browser reloads it while it runs. */
final class TrainingPage {
    private static final int RELOAD_SECONDS = 3;
    /** Epochs that are shown without asking. */
    private static final int NEWEST = 12;

    private final Html page = new Html();

    /** Whether more is to come. */
    enum State {
        RUNNING,
        DONE
    }

    private TrainingPage() {}

    /**
     * @param latest the batch that was done last, null between epochs
     */
    static byte[] of(String name, TrainingCourse course, @Nullable BatchRecord latest, State state) {
        TrainingPage html = new TrainingPage();
        html.page.add("{}", PageParts.head(name + ": training", state == State.RUNNING ? RELOAD_SECONDS : 0));
        html.page.add(
                "<header><h1>{}</h1><p>{}</p></header>",
                name,
                state == State.RUNNING ? "Training" : "Training is done");
        html.cards(course, latest, state);
        html.page.add(
                "<section class=\"wide fitted\" tabindex=\"0\" aria-label=\"Course\">{}</section>",
                TrainingChart.svg(course));
        html.tables(course.records());
        html.page.add("</main></body></html>\n");
        return html.page.bytes();
    }

    private void cards(TrainingCourse course, @Nullable BatchRecord latest, State state) {
        List<EpochRecord> records = course.records();
        EpochRecord last = records.isEmpty() ? null : records.get(records.size() - 1);
        page.add("<section class=\"cards\">");
        if (latest != null) {
            card(
                    "Epoch",
                    latest.epoch() + " of " + latest.epochs(),
                    latest.phase() + ", batch " + latest.batch() + " of " + latest.batches());
            card(
                    "Accuracy of the batch",
                    PageParts.percent(latest.accuracy()),
                    "loss " + PageParts.decimals(latest.loss(), 3));
            pace(latest.imagesPerSecond(), latest.secondsLeft(), state);
        } else if (last != null) {
            card("Epoch", last.epoch() + " of " + last.epochs(), last.phase());
            card(
                    "Training accuracy",
                    PageParts.percent(last.trainingAccuracy()),
                    "loss " + PageParts.decimals(last.trainingLoss(), 3));
            pace(last.imagesPerSecond(), last.secondsLeft(), state);
        } else {
            card("Epoch", "–", "the first has not begun");
        }
        course.best()
                .ifPresent(best -> card(
                        "Best validation accuracy",
                        PageParts.percent(best.validationAccuracy()),
                        "loss " + PageParts.decimals(best.validationLoss(), 3) + " in epoch " + best.epoch() + " of "
                                + best.phase()));
        page.add("</section>");
    }

    private void pace(double imagesPerSecond, double secondsLeft, State state) {
        if (state == State.RUNNING && Double.isFinite(imagesPerSecond) && Double.isFinite(secondsLeft)) {
            card(
                    "Time left, at most",
                    TrainingLines.time(secondsLeft),
                    PageParts.decimals(imagesPerSecond, 0) + " images/s");
        } else if (Double.isFinite(imagesPerSecond)) {
            card("Pace", PageParts.decimals(imagesPerSecond, 0), "images/s");
        }
    }

    private void card(String title, Object figure, Object remark) {
        page.add("{}", PageParts.card(title, figure, remark));
    }

    /** The newest first; all of them in order, if there are more, when they are asked for. */
    private void tables(List<EpochRecord> records) {
        List<EpochRecord> newest =
                new ArrayList<>(records.subList(Math.max(0, records.size() - NEWEST), records.size()));
        Collections.reverse(newest);
        page.add("<section><h2>Epochs</h2>");
        table("Newest epochs", newest);
        if (records.size() > NEWEST) {
            page.add("<details><summary>All {}, from the first</summary>", records.size());
            table("All epochs", records);
            page.add("</details>");
        }
        page.add("</section>");
    }

    private void table(String label, List<EpochRecord> records) {
        page.add(
                "<div class=\"wide\" tabindex=\"0\" role=\"region\" aria-label=\"{}\"><table><tr><th>phase</th><th class=\"n\">epoch</th>"
                        + "<th class=\"n\">learning rate</th><th class=\"n\">training loss</th><th class=\"n\">accuracy</th>"
                        + "<th class=\"n\">validation loss</th><th class=\"n\">accuracy</th><th class=\"n\">images/s</th></tr>",
                label);
        for (EpochRecord record : records) {
            page.add("<tr><td>{}</td>", record.phase());
            figure(Integer.toString(record.epoch()));
            figure(String.format(Locale.ROOT, "%.2g", record.learningRate()));
            figure(PageParts.decimals(record.trainingLoss(), 4));
            figure(PageParts.percent(record.trainingAccuracy()));
            figure(record.validated() ? PageParts.decimals(record.validationLoss(), 4) : "–");
            figure(record.validated() ? PageParts.percent(record.validationAccuracy()) : "–");
            figure(PageParts.decimals(record.imagesPerSecond(), 0));
            page.add("</tr>");
        }
        page.add("</table></div>");
    }

    private void figure(Object figure) {
        page.add("<td class=\"n\">{}</td>", figure);
    }
}

package io.slidestream.trainer.report;

import io.slidestream.networks.bundle.ModelBundle;
import io.slidestream.trainer.data.TileSet;
import io.slidestream.trainer.fit.ColourFeatures;
import io.slidestream.trainer.measure.Calibration;
import io.slidestream.trainer.measure.ConfusionMatrix;
import io.slidestream.trainer.measure.Mistake;
import io.slidestream.trainer.measure.Proportion;
import io.slidestream.trainer.measure.Recalibration;
import io.slidestream.trainer.measure.Robustness;
import io.slidestream.trainer.measure.RocCurve;
import io.slidestream.trainer.picture.Jpeg;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** report.html: one page with its pictures inside, which asks no server for anything. */
public final class EvaluationHtml {
    private static final int SHOWN_MISTAKES = 24;
    private static final int PICTURE_QUALITY = 90;

    private final EvaluationReport report;
    private final List<String> names;
    private final StringBuilder page = new StringBuilder();

    private EvaluationHtml(EvaluationReport report) {
        this.report = report;
        names = report.set().classNames();
    }

    public static byte[] of(EvaluationReport report) {
        EvaluationHtml html = new EvaluationHtml(report);
        html.head();
        html.headline();
        html.classes();
        html.curves();
        html.calibration();
        html.robustness();
        html.baselines();
        html.mistakes();
        html.data();
        html.add("</main></body></html>\n");
        return html.page.toString().getBytes(StandardCharsets.UTF_8);
    }

    private void head() {
        ModelBundle model = report.request().model();
        String title = Html.escaped(model.name());
        add(Html.head(model.name() + ": evaluation", 0));
        add("<header><h1>" + title + "</h1><p>"
                + Html.escaped(model.network().label()) + " on "
                + report.set().tiles().size() + " tiles of "
                + Html.escaped(report.set().source())
                + "</p><p class=\"faint mono\">model " + model.id() + "<br>" + Html.escaped(report.engine())
                + "</p></header>");
    }

    private void headline() {
        ConfusionMatrix matrix = report.matrix();
        Proportion accuracy = matrix.accuracy();
        Recalibration recalibration = report.recalibration();
        add("<section class=\"cards\">");
        card(
                "Accuracy",
                Html.percent(accuracy.value()),
                String.format(
                        Locale.ROOT,
                        "%d of %d; 95&#8239;%% interval %.1f to %.1f",
                        accuracy.count(),
                        accuracy.of(),
                        100 * accuracy.low(),
                        100 * accuracy.high()));
        card("Balanced accuracy", Html.percent(matrix.balancedAccuracy()), "mean recall of the classes");
        card("Mean AUC", Html.decimals(report.meanArea(), 3), "one class against the rest");
        card(
                "Calibration error",
                Html.decimals(recalibration.stored().calibration().expectedError(), 3),
                recalibration.isStored()
                        ? Html.decimals(recalibration.before().calibration().expectedError(), 3)
                                + " before temperature scaling"
                        : Html.decimals(recalibration.refitted().calibration().expectedError(), 3)
                                + " with a fitted temperature");
        ConfusionMatrix colour = report.baselines().matrices().get(ColourFeatures.COLOUR_HISTOGRAM);
        if (colour != null) {
            card("Colour alone", Html.percent(colour.accuracy().value()), "accuracy of a colour histogram");
        }
        add("</section>");
        add("<p class=\"note\">These figures hold for tiles that the model was not trained on, which this report"
                + " cannot check, and for slides like these. Research software, no medical device.</p>");
    }

    private void card(String title, String figure, String remark) {
        add(Html.card(title, figure, remark));
    }

    private void classes() {
        ConfusionMatrix matrix = report.matrix();
        add("<section><h2>Confusion matrix</h2><p>Rows are the true classes; a cell is shaded by its share of the row."
                + "</p><div class=\"wide\">" + ConfusionSvg.of(matrix) + "</div></section>");
        add(
                "<section><h2>Classes</h2><div class=\"wide\"><table><tr><th>class</th><th class=\"n\">tiles</th><th class=\"n\">precision</th>"
                        + "<th class=\"n\">recall (95&#8239;% interval)</th><th class=\"n\">F1</th><th class=\"n\">AUC</th></tr>");
        for (int c = 0; c < names.size(); c++) {
            int tiles = matrix.tilesOf(c);
            Optional<RocCurve> curve = report.curves().get(c);
            cells(
                    Html.escaped(names.get(c)),
                    Integer.toString(tiles),
                    Html.percent(matrix.precision(c)),
                    tiles == 0 ? "–" : Html.withInterval(new Proportion(matrix.counts()[c][c], tiles)),
                    Html.percent(matrix.f1(c)),
                    curve.isPresent() ? Html.decimals(curve.get().area(), 3) : "–");
        }
        cells(
                "mean of the classes",
                "",
                Html.percent(matrix.meanPrecision()),
                Html.percent(matrix.balancedAccuracy()),
                Html.percent(matrix.meanF1()),
                Html.decimals(report.meanArea(), 3));
        add("</table></div></section>");
    }

    private void curves() {
        add(
                "<section><h2>One class against the rest: ROC</h2><p>Across: share of other tiles taken for the class. Up: share"
                        + " of the class's tiles found. Dashed: chance.</p><div class=\"grid-of\">");
        for (int c = 0; c < names.size(); c++) {
            String name = names.get(c);
            add(report.curves().get(c).map(curve -> RocSvg.of(name, curve)).orElse(""));
        }
        add("</div></section>");
    }

    private void calibration() {
        Recalibration found = report.recalibration();
        Recalibration.Refitted refitted = found.refitted();
        add("<section><h2>Calibration</h2><p>Bars: accuracy of the tiles in each of " + Calibration.BINS
                + " bins of confidence; shaded orange: the distance to the confidence. A calibrated model's bars end on"
                + " the diagonal. Few tiles in a bin make it jump, and the expected calibration error (ECE) larger than"
                + " it is.</p><div class=\"wide\"><table><tr><th>confidence</th><th class=\"n\">temperature</th><th class=\"n\">ECE</th>"
                + "<th class=\"n\">negative log-likelihood</th></tr>");
        cells(
                "before temperature scaling",
                "1.000",
                Html.decimals(found.before().calibration().expectedError(), 3),
                Html.decimals(found.before().loss(), 3));
        cells(
                found.isStored() ? "with the temperature that the model stores" : "the model stores no temperature",
                found.isStored() ? Html.decimals(found.stored().temperature(), 3) : "–",
                found.isStored() ? Html.decimals(found.stored().calibration().expectedError(), 3) : "–",
                found.isStored() ? Html.decimals(found.stored().loss(), 3) : "–");
        cells(
                "refitted here: each half of the tiles with the other half's " + halves(refitted),
                Html.decimals(refitted.temperature(), 3),
                Html.decimals(refitted.calibration().expectedError(), 3),
                Html.decimals(refitted.loss(), 3));
        add("</table></div><div class=\"grid-of spaced\">"
                + CalibrationSvg.of("before scaling", found.before().calibration())
                + (found.isStored()
                        ? CalibrationSvg.of(
                                "as the model answers", found.stored().calibration())
                        : "")
                + CalibrationSvg.of("refitted on these tiles", refitted.calibration()) + "</div></section>");
    }

    private static String halves(Recalibration.Refitted refitted) {
        return refitted.halves().isEmpty()
                ? ""
                : "("
                        + String.join(
                                " and ",
                                refitted.halves().stream()
                                        .map(t -> Html.decimals(t, 2))
                                        .toList())
                        + ")";
    }

    private void robustness() {
        Robustness found = report.robustness();
        ConfusionMatrix plain = found.undisturbed();
        add("<section><h2>Robustness</h2><p>The same " + plain.accuracy().of()
                + " tiles distorted at their own size before they reach the network.</p><div class=\"wide\"><table><tr><th>distortion</th>"
                + "<th></th><th></th><th class=\"n\">accuracy (95&#8239;% interval)</th><th class=\"n\">balanced</th>"
                + "<th class=\"n\">same answer</th></tr>");
        cells(
                "none",
                "",
                bar(plain.accuracy()),
                Html.withInterval(plain.accuracy()),
                Html.percent(plain.balancedAccuracy()),
                "");
        for (Robustness.Row row : found.rows()) {
            cells(
                    row.distortion().kind(),
                    row.distortion().strength(),
                    bar(row.matrix().accuracy()),
                    Html.withInterval(row.matrix().accuracy()),
                    Html.percent(row.matrix().balancedAccuracy()),
                    Html.percent(row.same().value()));
        }
        add("</table></div></section>");
    }

    private static String bar(Proportion share) {
        return String.format(
                Locale.ROOT, "<div class=\"track\"><div style=\"width:%.1f%%\"></div></div>", 100 * share.value());
    }

    private void baselines() {
        add("<section><h2>What colour alone achieves</h2>");
        Map<ColourFeatures, ConfusionMatrix> found = report.baselines().matrices();
        if (found.isEmpty()) {
            add("<p>Not measured: " + Html.escaped(report.baselines().trainedOn()) + ".</p>");
        } else {
            add("<p>A linear classifier on colours, "
                    + Html.escaped(report.baselines().trainedOn())
                    + ". A model that is not far above it has learnt stain, not tissue.</p>"
                    + "<div class=\"wide\"><table><tr><th>features</th><th></th>"
                    + "<th class=\"n\">accuracy (95&#8239;% interval)</th><th class=\"n\">balanced</th></tr>");
            baseline("this model", report.matrix());
            found.forEach((features, matrix) -> baseline(features.label().replace('_', ' '), matrix));
            add("</table></div>");
        }
        add("</section>");
    }

    private void baseline(String label, ConfusionMatrix matrix) {
        cells(
                Html.escaped(label),
                bar(matrix.accuracy()),
                Html.withInterval(matrix.accuracy()),
                Html.percent(matrix.balancedAccuracy()));
    }

    private void mistakes() {
        List<Mistake> all = report.mistakes();
        List<Mistake> shown = all.subList(0, Math.min(SHOWN_MISTAKES, all.size()));
        add("<section><h2>Most confidently wrong</h2><p>"
                + (all.isEmpty()
                        ? "No tile was taken for another class."
                        : shown.size() + " of " + all.size() + " wrong tiles; report.json lists all. A mistake here may"
                                + " be the label's.")
                + "</p><div class=\"gallery\">");
        for (Mistake mistake : shown) {
            String file = mistake.tile().name();
            add("<figure><img alt=\"\" src=\"data:image/jpeg;base64,"
                    + Base64.getEncoder()
                            .encodeToString(Jpeg.bytes(mistake.tile().read(), PICTURE_QUALITY))
                    + "\"><figcaption><b>"
                    + Html.escaped(names.get(mistake.tile().classIndex())) + "</b> taken for <b>"
                    + Html.escaped(names.get(mistake.predicted())) + "</b><br>" + Html.percent(mistake.confidence())
                    + " against " + Html.percent(mistake.truthProbability()) + "<br><span class=\"faint\" title=\""
                    + Html.escaped(file) + "\">" + Html.escaped(file.substring(file.lastIndexOf('/') + 1))
                    + "</span></figcaption></figure>");
        }
        add("</div></section>");
    }

    private void data() {
        TileSet set = report.set();
        ModelBundle model = report.request().model();
        add("<section><h2>Tiles</h2><p>" + set.tiles().size() + " tiles of " + set.tileSizePx()
                + " px. Left out: "
                + set.repeats() + " that repeat the pixels of another, "
                + set.contradictions().size()
                + " whose pixels lie in several classes, " + set.skipped().size() + " that cannot be read.</p>");
        if (set.tileSizePx() != model.config().patchSizePx()) {
            add(
                    "<p>The model takes patches of " + model.config().patchSizePx() + " px at "
                            + model.config().spacingUmPx()
                            + " µm per pixel. These tiles were resized: the figures hold only if they show as much tissue.</p>");
        }
        list(set.sizes().remarks());
        list(set.contradictions());
        list(set.skipped());
        add("</section>");
    }

    private void list(List<String> lines) {
        if (!lines.isEmpty()) {
            add("<ul class=\"faint\">");
            lines.forEach(line -> add("<li>" + Html.escaped(line) + "</li>"));
            add("</ul>");
        }
    }

    /** A row: the first cell is words, cells with figures are set right. */
    private void cells(String... cells) {
        add("<tr>");
        for (String cell : cells) {
            boolean figure =
                    !cell.isEmpty() && (Character.isDigit(cell.charAt(0)) || "–−+".indexOf(cell.charAt(0)) >= 0);
            add((figure ? "<td class=\"n\">" : "<td>") + cell + "</td>");
        }
        add("</tr>");
    }

    private void add(String html) {
        page.append(html);
    }
}

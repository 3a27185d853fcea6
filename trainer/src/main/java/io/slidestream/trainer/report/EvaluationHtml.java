package io.slidestream.trainer.report;

import io.slidestream.contracts.html.Html;
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
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** report.html: one page with its pictures inside, which asks no server for anything. */
public final class EvaluationHtml {
    private static final int SHOWN_MISTAKES = 24;
    private static final int PICTURE_QUALITY = 90;

    private final EvaluationReport report;
    private final List<String> names;
    private final Html page = new Html();

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
        html.page.add("</main></body></html>\n");
        return html.page.bytes();
    }

    private void head() {
        ModelBundle model = report.request().model();
        page.add("{}", PageParts.head(model.name() + ": evaluation", 0));
        page.add(
                "<header><h1>{}</h1><p>{} on {} tiles of {}</p><p class=\"faint mono\">model {}<br>{}</p></header>",
                model.name(),
                model.network().label(),
                report.set().tiles().size(),
                report.set().source(),
                model.id(),
                report.engine());
    }

    private void headline() {
        ConfusionMatrix matrix = report.matrix();
        Proportion accuracy = matrix.accuracy();
        Recalibration recalibration = report.recalibration();
        page.add("<section class=\"cards\">");
        card(
                "Accuracy",
                PageParts.percent(accuracy.value()),
                Html.of(
                        "{} of {}; 95&#8239;% interval {} to {}",
                        accuracy.count(),
                        accuracy.of(),
                        PageParts.decimals(100 * accuracy.low(), 1),
                        PageParts.decimals(100 * accuracy.high(), 1)));
        card("Balanced accuracy", PageParts.percent(matrix.balancedAccuracy()), "mean recall of the classes");
        card("Mean AUC", PageParts.decimals(report.meanArea(), 3), "one class against the rest");
        card(
                "Calibration error",
                PageParts.decimals(recalibration.stored().calibration().expectedError(), 3),
                recalibration.isStored()
                        ? PageParts.decimals(
                                        recalibration.before().calibration().expectedError(), 3)
                                + " before temperature scaling"
                        : PageParts.decimals(
                                        recalibration.refitted().calibration().expectedError(), 3)
                                + " with a fitted temperature");
        ConfusionMatrix colour = report.baselines().matrices().get(ColourFeatures.COLOUR_HISTOGRAM);
        if (colour != null) {
            card("Colour alone", PageParts.percent(colour.accuracy().value()), "accuracy of a colour histogram");
        }
        page.add("</section>");
        page.add("<p class=\"note\">These figures hold for tiles that the model was not trained on, which this report"
                + " cannot check, and for slides like these. Research software, no medical device.</p>");
    }

    private void card(String title, Object figure, Object remark) {
        page.add("{}", PageParts.card(title, figure, remark));
    }

    private void classes() {
        ConfusionMatrix matrix = report.matrix();
        page.add(
                "<section><h2>Confusion matrix</h2><p>Rows are the true classes; a cell is shaded by its share of the row."
                        + "</p><div class=\"wide\" tabindex=\"0\" role=\"region\" aria-label=\"Confusion matrix\">{}</div></section>",
                ConfusionSvg.of(matrix));
        page.add(
                "<section><h2>Classes</h2><div class=\"wide\" tabindex=\"0\" role=\"region\" aria-label=\"Classes\"><table><tr><th>class</th><th class=\"n\">tiles</th><th class=\"n\">precision</th>"
                        + "<th class=\"n\">recall (95&#8239;% interval)</th><th class=\"n\">F1</th><th class=\"n\">AUC</th></tr>");
        for (int c = 0; c < names.size(); c++) {
            int tiles = matrix.tilesOf(c);
            Optional<RocCurve> curve = report.curves().get(c);
            cells(
                    names.get(c),
                    Integer.toString(tiles),
                    PageParts.percent(matrix.precision(c)),
                    tiles == 0 ? "–" : PageParts.withInterval(new Proportion(matrix.counts()[c][c], tiles)),
                    PageParts.percent(matrix.f1(c)),
                    curve.isPresent() ? PageParts.decimals(curve.get().area(), 3) : "–");
        }
        cells(
                "mean of the classes",
                "",
                PageParts.percent(matrix.meanPrecision()),
                PageParts.percent(matrix.balancedAccuracy()),
                PageParts.percent(matrix.meanF1()),
                PageParts.decimals(report.meanArea(), 3));
        page.add("</table></div></section>");
    }

    private void curves() {
        page.add(
                "<section><h2>One class against the rest: ROC</h2><p>Across: share of other tiles taken for the class. Up: share"
                        + " of the class's tiles found. Dashed: chance.</p><div class=\"grid-of curves\">");
        for (int c = 0; c < names.size(); c++) {
            String name = names.get(c);
            report.curves().get(c).ifPresent(curve -> page.add("{}", RocSvg.of(name, curve)));
        }
        page.add("</div></section>");
    }

    private void calibration() {
        Recalibration found = report.recalibration();
        Recalibration.Refitted refitted = found.refitted();
        page.add(
                "<section><h2>Calibration</h2><p>Bars: accuracy of the tiles in each of {}"
                        + " bins of confidence; shaded orange: the distance to the confidence. A calibrated model's bars end on"
                        + " the diagonal. Few tiles in a bin make it jump, and the expected calibration error (ECE) larger than"
                        + " it is.</p><div class=\"wide\" tabindex=\"0\" role=\"region\" aria-label=\"Calibration\"><table><tr><th>confidence</th><th class=\"n\">temperature</th><th class=\"n\">ECE</th>"
                        + "<th class=\"n\">negative log-likelihood</th></tr>",
                Calibration.BINS);
        cells(
                "before temperature scaling",
                "1.000",
                PageParts.decimals(found.before().calibration().expectedError(), 3),
                PageParts.decimals(found.before().loss(), 3));
        cells(
                found.isStored() ? "with the temperature that the model stores" : "the model stores no temperature",
                found.isStored() ? PageParts.decimals(found.stored().temperature(), 3) : "–",
                found.isStored()
                        ? PageParts.decimals(found.stored().calibration().expectedError(), 3)
                        : "–",
                found.isStored() ? PageParts.decimals(found.stored().loss(), 3) : "–");
        cells(
                Html.of("refitted here: each half of the tiles with the other half's {}", halves(refitted)),
                PageParts.decimals(refitted.temperature(), 3),
                PageParts.decimals(refitted.calibration().expectedError(), 3),
                PageParts.decimals(refitted.loss(), 3));
        page.add(
                "</table></div><div class=\"grid-of spaced\">{}{}{}</div></section>",
                CalibrationSvg.of("before scaling", found.before().calibration()),
                found.isStored()
                        ? CalibrationSvg.of(
                                "as the model answers", found.stored().calibration())
                        : "",
                CalibrationSvg.of("refitted on these tiles", refitted.calibration()));
    }

    private static String halves(Recalibration.Refitted refitted) {
        return refitted.halves().isEmpty()
                ? ""
                : "("
                        + String.join(
                                " and ",
                                refitted.halves().stream()
                                        .map(t -> PageParts.decimals(t, 2))
                                        .toList())
                        + ")";
    }

    private void robustness() {
        Robustness found = report.robustness();
        ConfusionMatrix plain = found.undisturbed();
        page.add(
                "<section><h2>Robustness</h2><p>The same {} tiles distorted at their own size before they reach the network."
                        + "</p><div class=\"wide\" tabindex=\"0\" role=\"region\" aria-label=\"Robustness\"><table><tr><th>distortion</th>"
                        + "<th>strength</th><td></td><th class=\"n\">accuracy (95&#8239;% interval)</th><th class=\"n\">balanced</th>"
                        + "<th class=\"n\">same answer</th></tr>",
                plain.accuracy().of());
        cells(
                "none",
                "",
                bar(plain.accuracy()),
                PageParts.withInterval(plain.accuracy()),
                PageParts.percent(plain.balancedAccuracy()),
                "");
        for (Robustness.Row row : found.rows()) {
            cells(
                    row.distortion().kind(),
                    row.distortion().strength(),
                    bar(row.matrix().accuracy()),
                    PageParts.withInterval(row.matrix().accuracy()),
                    PageParts.percent(row.matrix().balancedAccuracy()),
                    PageParts.percent(row.same().value()));
        }
        page.add("</table></div></section>");
    }

    private static Html bar(Proportion share) {
        return Html.of(
                "<div class=\"track\"><div style=\"width:{}%\"></div></div>",
                PageParts.decimals(100 * share.value(), 1));
    }

    private void baselines() {
        page.add("<section><h2>What colour alone achieves</h2>");
        Map<ColourFeatures, ConfusionMatrix> found = report.baselines().matrices();
        if (found.isEmpty()) {
            page.add("<p>Not measured: {}.</p>", report.baselines().trainedOn());
        } else {
            page.add(
                    "<p>A linear classifier on colours, {}"
                            + ". A model that is not far above it has learnt stain, not tissue.</p>"
                            + "<div class=\"wide\" tabindex=\"0\" role=\"region\" aria-label=\"Colours alone\"><table><tr><th>features</th><td></td>"
                            + "<th class=\"n\">accuracy (95&#8239;% interval)</th><th class=\"n\">balanced</th></tr>",
                    report.baselines().trainedOn());
            baseline("this model", report.matrix());
            found.forEach((features, matrix) -> baseline(features.label().replace('_', ' '), matrix));
            page.add("</table></div>");
        }
        page.add("</section>");
    }

    private void baseline(String label, ConfusionMatrix matrix) {
        cells(
                label,
                bar(matrix.accuracy()),
                PageParts.withInterval(matrix.accuracy()),
                PageParts.percent(matrix.balancedAccuracy()));
    }

    private void mistakes() {
        List<Mistake> all = report.mistakes();
        List<Mistake> shown = all.subList(0, Math.min(SHOWN_MISTAKES, all.size()));
        page.add(
                "<section><h2>Most confidently wrong</h2><p>{}</p><div class=\"gallery\">",
                all.isEmpty()
                        ? "No tile was taken for another class."
                        : Html.of(
                                "{} of {} wrong tiles; report.json lists all. A mistake here may be the label's.",
                                shown.size(),
                                all.size()));
        for (Mistake mistake : shown) {
            String file = mistake.tile().name();
            page.add(
                    "<figure><img alt=\"\" src=\"data:image/jpeg;base64,{}\"><figcaption><b>{}</b> taken for <b>{}</b><br>{}"
                            + " against {}<br><span class=\"faint\" title=\"{}\">{}</span></figcaption></figure>",
                    Base64.getEncoder().encodeToString(Jpeg.bytes(mistake.tile().read(), PICTURE_QUALITY)),
                    names.get(mistake.tile().classIndex()),
                    names.get(mistake.predicted()),
                    PageParts.percent(mistake.confidence()),
                    PageParts.percent(mistake.truthProbability()),
                    file,
                    file.substring(file.lastIndexOf('/') + 1));
        }
        page.add("</div></section>");
    }

    private void data() {
        TileSet set = report.set();
        ModelBundle model = report.request().model();
        page.add(
                "<section><h2>Tiles</h2><p>{} tiles of {} px. Left out: {} that repeat the pixels of another,"
                        + " {} whose pixels lie in several classes, {} that cannot be read.</p>",
                set.tiles().size(),
                set.tileSizePx(),
                set.repeats(),
                set.contradictions().size(),
                set.skipped().size());
        if (set.tileSizePx() != model.config().patchSizePx()) {
            page.add(
                    "<p>The model takes patches of {} px at {} µm per pixel. These tiles were resized: the figures hold"
                            + " only if they show as much tissue.</p>",
                    model.config().patchSizePx(),
                    model.config().spacingUmPx());
        }
        list(set.sizes().remarks());
        list(set.contradictions());
        list(set.skipped());
        page.add("</section>");
    }

    private void list(List<String> lines) {
        if (!lines.isEmpty()) {
            page.add("<ul class=\"faint\">");
            lines.forEach(line -> page.add("<li>{}</li>", line));
            page.add("</ul>");
        }
    }

    /** A row: the first cell is words, cells with figures are set right. */
    private void cells(Object... cells) {
        page.add("<tr>");
        for (Object cell : cells) {
            String text = cell.toString();
            boolean figure =
                    !text.isEmpty() && (Character.isDigit(text.charAt(0)) || "–−+".indexOf(text.charAt(0)) >= 0);
            page.add(figure ? "<td class=\"n\">{}</td>" : "<td>{}</td>", cell);
        }
        page.add("</tr>");
    }
}

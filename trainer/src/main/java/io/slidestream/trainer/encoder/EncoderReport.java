package io.slidestream.trainer.encoder;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.slidestream.networks.bundle.ModelBundle;
import io.slidestream.networks.familiar.FamiliarFit;
import io.slidestream.networks.published.Encoder;
import io.slidestream.trainer.data.Split;
import io.slidestream.trainer.data.TileSet;
import io.slidestream.trainer.fit.CrossValidation;
import io.slidestream.trainer.fit.HeadTrainer;
import io.slidestream.trainer.measure.ConfusionMatrix;
import io.slidestream.trainer.measure.FigureJson;
import io.slidestream.trainer.measure.Proportion;
import io.slidestream.trainer.recipe.TrainingParts;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;

/** What is said of a classifier on a frozen encoder: on the screen, in metrics.json and in MODEL_CARD.md. */
final class EncoderReport {
    private final EncoderRequest request;
    private final Encoder encoder;
    private final TrainingParts parts;
    private final EncoderFigures figures;
    private final ModelBundle bundle;

    EncoderReport(
            EncoderRequest request, Encoder encoder, TrainingParts parts, EncoderFigures figures, ModelBundle bundle) {
        this.request = request;
        this.encoder = encoder;
        this.parts = parts;
        this.figures = figures;
        this.bundle = bundle;
    }

    /** What was measured, a line each. */
    List<String> lines() {
        List<String> lines = new ArrayList<>();
        CrossValidation folds = figures.folds();
        if (folds != null) {
            lines.add(String.format(
                    Locale.ROOT,
                    "Cross-validated %s, %d folds: balanced accuracy %.3f (95 %% interval %.3f to %.3f), accuracy %.3f",
                    parts.drawnHow(),
                    folds.folds(),
                    folds.balanced(),
                    folds.low(),
                    folds.high(),
                    folds.matrix().accuracy().value()));
        }
        ConfusionMatrix test = figures.test();
        if (test != null) {
            Proportion accuracy = test.accuracy();
            lines.add(String.format(
                    Locale.ROOT,
                    "Before the refit, on %d test tiles: accuracy %.3f (95 %% interval %.3f to %.3f), balanced %.3f",
                    accuracy.of(),
                    accuracy.value(),
                    accuracy.low(),
                    accuracy.high(),
                    test.balancedAccuracy()));
        }
        return lines;
    }

    byte[] json() {
        ObjectNode root = FigureJson.object();
        root.putObject("model")
                .put("id", bundle.id())
                .put("name", request.model().name())
                .put("architecture", encoder.label());
        TileSet set = parts.set();
        Split split = parts.split();
        root.putObject("data")
                .put("tiles", set.tiles().size())
                .put("tile_size_px", set.tileSizePx())
                .put("tile_um_px", request.model().tileMpp())
                .put("training", split.training().size())
                .put("validation", split.validation().size())
                .put("test", split.test().size());
        root.putObject("recipe")
                .put("name", "linear layer on a frozen encoder")
                .put("encoder_id", encoder.id())
                .put("features", figures.features())
                .put("l2", figures.layer().run().l2())
                .put("positions_of_each_training_tile", figures.layer().symmetries())
                .put("seed", request.data().seed())
                .put("refit_on_tiles", trained());
        CrossValidation folds = figures.folds();
        if (folds == null) {
            root.putNull("cross_validation");
        } else {
            ObjectNode node = root.putObject("cross_validation")
                    .put("folds", folds.folds())
                    .put("dealt", parts.drawnHow())
                    .put("repeats", folds.logits().size())
                    .put("balanced_accuracy", folds.balanced());
            node.putArray("balanced_accuracy_95").add(folds.low()).add(folds.high());
            node.put("counts", "each tile once a repeat");
            node.set("all_repeats", FigureJson.measured(folds.matrix()));
        }
        ConfusionMatrix test = figures.test();
        if (test == null) {
            root.putNull("test");
        } else {
            root.set("test", FigureJson.measured(test));
        }
        if (bundle.familiar() != null) {
            root.putObject("familiar")
                    .put("tiles", trained())
                    .put("share_of_held_out_tiles", FamiliarFit.FAMILIAR_SHARE);
        }
        root.put("temperature", figures.temperature());
        root.set("validation", FigureJson.measured(figures.validation()));
        return FigureJson.bytes(root);
    }

    private int trained() {
        Split split = parts.split();
        return split.training().size()
                + split.validation().size()
                + (parts.hasOtherTest() ? 0 : split.test().size());
    }

    String card() {
        StringBuilder text = new StringBuilder();
        List<String> names = parts.set().classNames();
        line(text, "# %s%n", request.model().name());
        line(
                text,
                "Classifies square tiles of %d px at %s µm per pixel into %d classes: %s.%n",
                parts.set().tileSizePx(),
                request.model().tileMpp(),
                names.size(),
                String.join(", ", names));
        line(text, "**Research software. Not a medical device: not for diagnosis or treatment decisions.**%n");
        line(text, "Model id: `%s`%n", bundle.id());
        if (request.model().licence() != null) {
            line(text, "Licence of the weights: %s%n", request.model().licence());
        }
        if (request.model().notes() != null) {
            text.append(request.model().notes().strip()).append("\n\n");
        }
        accuracy(text);
        line(text, "## Tiles%n");
        line(text, "| class | tiles trained on | precision | recall | F1 |");
        line(text, "|---|---|---|---|---|");
        int[] counts = parts.set().countsByClass(parts.split().training());
        int[] validated = parts.set().countsByClass(parts.split().validation());
        int[] tested = parts.set().countsByClass(parts.split().test());
        ConfusionMatrix shown = figures.shown();
        for (int c = 0; c < names.size(); c++) {
            line(
                    text,
                    "| %s | %d | %s | %s | %s |",
                    names.get(c),
                    counts[c] + validated[c] + (parts.hasOtherTest() ? 0 : tested[c]),
                    share(shown.precision(c)),
                    share(shown.recall(c)),
                    share(shown.f1(c)));
        }
        line(text, "%n## Recipe%n");
        line(text, "- Encoder: %s, which stayed as it is; %d features of a tile.", encoder.label(), figures.features());
        line(
                text,
                "- Layer: softmax regression, %s, L2 %s, each tile in %d position(s), seed %d.",
                HeadTrainer.WEIGHTING.told(),
                figures.layer().run().l2(),
                figures.layer().symmetries(),
                request.data().seed());
        line(text, "- L2 was chosen on a part of the tiles; then the layer was trained on all %d.", trained());
        if (bundle.familiar() != null) {
            line(
                    text,
                    "- A tile is unfamiliar beyond the distance that %.0f %% of these tiles keep, each held out of one of five folds.",
                    100 * FamiliarFit.FAMILIAR_SHARE);
        }
        if (figures.temperature() != 1) {
            line(
                    text,
                    "- Logits are divided by %.3f before the softmax, fitted on %s.",
                    figures.temperature(),
                    figures.folds() != null
                            ? "what the folds' layers said of tiles they had not seen"
                            : "the validation tiles");
        }
        return text.toString();
    }

    private void accuracy(StringBuilder text) {
        line(text, "## Measured accuracy%n");
        CrossValidation folds = figures.folds();
        if (folds != null) {
            line(
                    text,
                    "**Balanced accuracy %.1f %% (95 %% interval %.1f to %.1f %%)**, accuracy %.1f %%, by %d-fold"
                            + " cross-validation",
                    100 * folds.balanced(),
                    100 * folds.low(),
                    100 * folds.high(),
                    100 * folds.matrix().accuracy().value(),
                    folds.folds());
            line(
                    text,
                    "repeated %d times, each tile classified by a layer that has not seen it. Folds are %s.",
                    folds.logits().size(),
                    parts.drawnHow());
            String caveat = parts.caveat();
            line(
                    text,
                    "%s%n",
                    caveat.isEmpty()
                            ? "No case is on both sides. Slides of another house may still look otherwise."
                            : caveat);
        }
        ConfusionMatrix test = figures.test();
        if (test != null) {
            Proportion accuracy = test.accuracy();
            line(
                    text,
                    "On %d test tiles%s, before the layer was trained on all tiles: %d right, %.1f %% (95 %% interval"
                            + " %.1f to %.1f %%), balanced %.1f %%.%n",
                    accuracy.of(),
                    parts.hasOtherTest() ? " of " + parts.testSource() : "",
                    accuracy.count(),
                    100 * accuracy.value(),
                    100 * accuracy.low(),
                    100 * accuracy.high(),
                    100 * test.balancedAccuracy());
        }
    }

    private static void line(StringBuilder text, String format, Object... arguments) {
        text.append(String.format(Locale.ROOT, format, arguments)).append('\n');
    }

    private static String share(OptionalDouble value) {
        return value.isPresent() ? String.format(Locale.ROOT, "%.2f", value.getAsDouble()) : "–";
    }
}

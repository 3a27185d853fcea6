package io.slidestream.trainer;

import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;

/** MODEL_CARD.md: what a person must know before trusting a map made with the model. */
final class ModelCard {
    private final TrainingReport report;
    private final StringBuilder text = new StringBuilder();

    private ModelCard(TrainingReport report) {
        this.report = report;
    }

    static String of(TrainingReport report) {
        ModelCard card = new ModelCard(report);
        card.head();
        String notes = report.request().notes();
        if (notes != null) {
            card.text.append('\n').append(notes.strip()).append('\n');
        }
        card.accuracy();
        card.data();
        card.recipe();
        card.use();
        return card.text.toString();
    }

    private void head() {
        TrainingRequest request = report.request();
        line("# %s", request.name());
        line("");
        line(
                "Classifies square tiles of %d px at %s µm per pixel into %d classes: %s.",
                report.parts().set().tileSizePx(),
                request.tileMpp(),
                report.parts().set().classNames().size(),
                String.join(", ", report.parts().set().classNames()));
        line("");
        line("**Research software. Not a medical device: not for diagnosis or treatment decisions.**");
        line("");
        line("Model id: `%s`", report.modelId());
        if (request.licence() != null) {
            line("");
            line("Licence of the weights: %s", request.licence());
        }
    }

    private void accuracy() {
        Proportion accuracy = report.test().accuracy();
        line("");
        line("## Measured accuracy");
        line("");
        line(
                "**%d of %d test tiles right: %.1f %% (95 %% interval %.1f to %.1f %%).** Balanced over classes: %.1f %%.",
                accuracy.count(),
                accuracy.of(),
                100 * accuracy.value(),
                100 * accuracy.low(),
                100 * accuracy.high(),
                100 * report.test().balancedAccuracy());
        line("Measured with the whole network as it stands in this folder, on tiles that neither training nor the");
        if (report.parts().hasOtherTest()) {
            line("choice of the recipe has seen: those of %s.", report.parts().testSource());
        } else if (report.parts().drawnBy() == null) {
            line("choice of the recipe has seen: the test part the data came with.");
        } else {
            line(
                    "choice of the recipe has seen. The split is by tile, not by patient, so neighbours of training tiles");
            line("may be among the test tiles: expect less on slides from elsewhere.");
        }
        line("");
        line("On the same test tiles, by the same training:");
        line("");
        line("| features | accuracy | balanced |");
        line("|---|---|---|");
        line("| this network | %.3f | %.3f |", accuracy.value(), report.test().balancedAccuracy());
        report.baselines()
                .forEach((features, matrix) -> line(
                        "| %s alone | %.3f | %.3f |",
                        features == ColourFeatures.RGB_MEANS ? "mean red, green, blue" : "colour histogram",
                        matrix.accuracy().value(),
                        matrix.balancedAccuracy()));
    }

    private void data() {
        TileSet set = report.parts().set();
        Split split = report.parts().split();
        int[] training = set.countsByClass(split.training());
        int[] validation = set.countsByClass(split.validation());
        int[] test = set.countsByClass(split.test());
        line("");
        line("## Tiles");
        line("");
        line("| class | training | validation | test | precision | recall | F1 |");
        line("|---|---|---|---|---|---|---|");
        List<String> names = set.classNames();
        for (int c = 0; c < names.size(); c++) {
            line(
                    "| %s | %d | %d | %d | %s | %s | %s |",
                    names.get(c),
                    training[c],
                    validation[c],
                    test[c],
                    share(report.test().precision(c)),
                    share(report.test().recall(c)),
                    share(report.test().f1(c)));
        }
        line(
                "| all | %d | %d | %d | | | |",
                split.training().size(), split.validation().size(), split.test().size());
        if (set.repeats() + set.contradictions().size() > 0) {
            line("");
            line(
                    "Left out: %d files that repeat another's pixels, %d whose pixels lie in several classes.",
                    set.repeats(), set.contradictions().size());
        }
    }

    private void recipe() {
        TrainingRequest request = report.request();
        HeadTrainer.Run run = report.recipe().run();
        line("");
        line("## Recipe");
        line("");
        line(
                "- Network: %s with pretrained weights, frozen; its last layer is new.",
                request.architecture().label());
        line(
                "- Pixels: RGB, resized to 224 px (Pillow's antialiased bilinear), scaled to 0..1, minus %s, divided by %s.",
                rounded(request.normalize().mean()), rounded(request.normalize().std()));
        SplitRatios ratios = report.parts().drawnBy();
        if (ratios == null) {
            line("- Split: the parts the data came in.");
        } else {
            line(
                    "- Split %.0f/%.0f/%.0f %% of each class, seed %d.",
                    100 * ratios.training(), 100 * ratios.validation(), 100 * ratios.test(), request.seed());
        }
        line("- Loss: cross-entropy with classes weighted to count the same; L2 %s.", run.l2());
        line(
                "- Each training tile in %d position(s) (turned and mirrored).",
                report.recipe().symmetries());
        line("- L2, positions and epoch (%d) were chosen by validation loss.", run.bestEpoch() + 1);
    }

    private void use() {
        line("");
        line("## Use");
        line("");
        line("The network emits logits; apply softmax. `config.json` follows WSInfer's specification 1.0 and");
        line("`model.safetensors` torchvision's names. `metrics.json` holds all figures, `confusion-matrix.png` and");
        line("`training.png` show them.");
    }

    private void line(String format, Object... arguments) {
        text.append(arguments.length == 0 ? format : String.format(Locale.ROOT, format, arguments))
                .append('\n');
    }

    private static String share(OptionalDouble value) {
        return value.isPresent() ? String.format(Locale.ROOT, "%.2f", value.getAsDouble()) : "–";
    }

    private static String rounded(List<Double> values) {
        return values.stream()
                .map(v -> String.format(Locale.ROOT, "%.4f", v))
                .toList()
                .toString();
    }
}

package io.slidestream.trainer.report;

import io.slidestream.networks.familiar.FamiliarFit;
import io.slidestream.trainer.data.Split;
import io.slidestream.trainer.data.SplitRatios;
import io.slidestream.trainer.data.TileSet;
import io.slidestream.trainer.fit.ColourFeatures;
import io.slidestream.trainer.fit.Familiarity;
import io.slidestream.trainer.fit.FoldFigures;
import io.slidestream.trainer.fit.HeadTrainer;
import io.slidestream.trainer.fit.NewLayerFigures;
import io.slidestream.trainer.fit.Refit;
import io.slidestream.trainer.fit.Tuned;
import io.slidestream.trainer.measure.ConfusionMatrix;
import io.slidestream.trainer.measure.Proportion;
import io.slidestream.trainer.recipe.Recipe;
import io.slidestream.trainer.recipe.TrainingRequest;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;

/** MODEL_CARD.md: what a person must know before trusting a map made with the model. */
public final class ModelCard {
    private final TrainingReport report;
    private final String modelId;
    private final StringBuilder text = new StringBuilder();

    private ModelCard(TrainingReport report, String modelId) {
        this.report = report;
        this.modelId = modelId;
    }

    public static String of(TrainingReport report, String modelId) {
        ModelCard card = new ModelCard(report, modelId);
        card.head();
        String notes = report.request().model().notes();
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
        line("# %s", request.model().name());
        line("");
        line(
                "Classifies square tiles of %d px at %s µm per pixel into %d classes: %s.",
                report.parts().set().tileSizePx(),
                request.model().tileMpp(),
                report.parts().set().classNames().size(),
                String.join(", ", report.parts().set().classNames()));
        line("");
        line("**Research software. Not a medical device: not for diagnosis or treatment decisions.**");
        line("");
        line("Model id: `%s`", modelId);
        if (request.model().licence() != null) {
            line("");
            line("Licence of the weights: %s", request.model().licence());
        }
    }

    private void accuracy() {
        ConfusionMatrix shown = report.shown();
        Proportion accuracy = shown.accuracy();
        line("");
        line("## Measured accuracy");
        line("");
        line(
                "**%d of %d %s tiles right: %.1f %% (95 %% interval %.1f to %.1f %%).** Balanced over classes: %.1f"
                        + " %%.",
                accuracy.count(),
                accuracy.of(),
                report.measured().test() == null ? "validation" : "test",
                100 * accuracy.value(),
                100 * accuracy.low(),
                100 * accuracy.high(),
                100 * shown.balancedAccuracy());
        if (report.measured().test() == null) {
            line("No tiles were left to test on: these chose the epoch, so expect less on others.");
            return;
        }
        Refit.Figures refit = report.refit();
        line(
                "Measured %s, on tiles that neither training nor the",
                refit == null
                        ? "with the whole network as it stands in this folder"
                        : "before the last " + refit.epochs() + " epochs");
        if (report.parts().hasOtherTest()) {
            line("choice of the recipe has seen: those of %s.", report.parts().testSource());
        } else if (report.parts().drawnBy() == null) {
            line("choice of the recipe has seen: the test part the data came with.");
        } else {
            line(
                    "choice of the recipe has seen. The split is %s. %s",
                    report.parts().drawnHow(), report.parts().caveat());
        }
        FoldFigures folds = report.folds();
        if (folds != null) {
            line("");
            line(
                    "Cross-validated %s, %d folds: balanced accuracy %.1f %% (95 %% interval %.1f to %.1f %%); each"
                            + " fold by a network that has not seen it.",
                    report.parts().drawnHow(),
                    folds.each().size(),
                    100 * folds.balanced(),
                    100 * folds.low(),
                    100 * folds.high());
        }
        if (refit != null) {
            line(
                    "The last epochs were on all %d tiles, these too: only others can measure the network in this"
                            + " folder.",
                    refit.tiles());
        }
        line("");
        line("On the same test tiles, by the same training:");
        line("");
        line("| features | accuracy | balanced |");
        line("|---|---|---|");
        line("| this network | %.3f | %.3f |", accuracy.value(), shown.balancedAccuracy());
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
                    share(report.shown().precision(c)),
                    share(report.shown().recall(c)),
                    share(report.shown().f1(c)));
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
        Recipe recipe = report.recipe();
        line("");
        line("## Recipe");
        line("");
        line(
                "- Network: %s, %s.",
                request.network().label(),
                request.pretrained() == null
                        ? "trained from scratch"
                        : "from pretrained weights; its last layer is new");
        line(
                "- Pixels: RGB, resized to %d px (Pillow's antialiased bilinear), scaled to 0..1, minus %s, divided by"
                        + " %s.",
                request.network().inputSizePx(),
                rounded(request.normalize().mean()),
                rounded(request.normalize().std()));
        SplitRatios ratios = report.parts().drawnBy();
        if (ratios == null) {
            line("- Split: the parts the data came in.");
        } else {
            line(
                    "- Split %.0f/%.0f/%.0f %% of each class, seed %d.",
                    100 * ratios.training(),
                    100 * ratios.validation(),
                    100 * ratios.test(),
                    request.data().seed());
        }
        newLayer();
        allLayers(recipe);
        Familiarity familiarity = report.familiarity();
        if (familiarity != null) {
            line(
                    "- A tile is unfamiliar beyond the distance that %.0f %% of %d tiles keep which the measured network"
                            + " was not trained on.",
                    100 * FamiliarFit.FAMILIAR_SHARE, familiarity.unseen());
        }
        if (report.measured().temperature() != 1) {
            line(
                    "- Logits are divided by %.3f before the softmax, fitted on the validation tiles.",
                    report.measured().temperature());
        }
    }

    private void newLayer() {
        NewLayerFigures layer = report.newLayer();
        if (layer == null) {
            return;
        }
        line("- New layer: trained alone first, on cached features of the frozen network, "
                + HeadTrainer.WEIGHTING.told() + ",");
        line(
                "  each tile in %d position(s), L2 %s; epoch %d of at most %d, validation accuracy %.3f.",
                layer.positions(),
                layer.l2(),
                layer.epoch(),
                layer.epochs(),
                layer.validation().accuracy());
    }

    private void allLayers(Recipe recipe) {
        Tuned tuned = report.tuned();
        if (tuned == null) {
            line("- All other layers: frozen.");
            return;
        }
        line(
                "- All layers: %s, batch %d, learning rate %s (the new layer's %s times that), %s, %s %s, dropout"
                        + " %s%s.",
                recipe.steps().descent() == Recipe.Descent.SGDM ? "sgd with momentum 0.9" : "AdamW",
                recipe.feeding().batch(),
                recipe.steps().learningRate(),
                recipe.steps().newLayerFactor(),
                recipe.steps().rate() == Recipe.Rate.CONSTANT ? "constant" : "warm-up and cosine",
                recipe.steps().descent() == Recipe.Descent.SGDM ? "L2" : "weight decay",
                recipe.steps().decay(),
                recipe.dropout(),
                Double.isFinite(recipe.steps().longestGradient())
                        ? ", gradients clipped to " + recipe.steps().longestGradient()
                        : "");
        line(
                "- Batch normalisation, where the network has any: %s.",
                switch (recipe.batchNorm()) {
                    case FROZEN -> "frozen";
                    case TRAIN -> "trained";
                });
        line(
                "- Tiles: %s, stain jitter %s, shuffled %s; %s.",
                recipe.feeding().augmentation().turns() ? "flips and quarter turns" : "as they are",
                recipe.feeding().augmentation().stain(),
                recipe.feeding().shuffle() == Recipe.Shuffle.ONCE ? "once" : "each epoch",
                recipe.feeding().weighting().told());
        if (tuned.epoch() == 0) {
            line(
                    "- None of %d epochs of all layers had a lower validation loss than the new layer alone: that was"
                            + " kept.",
                    tuned.epochs());
        } else {
            line(
                    "- Epoch %d of %d (at most %d) was kept, %s.",
                    tuned.epoch(),
                    tuned.epochs(),
                    recipe.course().epochs(),
                    recipe.course().kept() == Recipe.Kept.BEST_EPOCH
                            ? "that of the lowest validation loss"
                            : "the last");
        }
        line(
                "- %.1f images/s with %d thread(s). %s.",
                tuned.imagesPerSecond(),
                report.request().threads(),
                report.projection().told());
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

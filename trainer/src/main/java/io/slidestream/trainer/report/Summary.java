package io.slidestream.trainer.report;

import io.slidestream.networks.bundle.ModelBundle;
import io.slidestream.trainer.base.Progress;
import io.slidestream.trainer.data.Split;
import io.slidestream.trainer.fit.FoldFigures;
import io.slidestream.trainer.fit.Refit;
import io.slidestream.trainer.measure.ConfusionMatrix;
import io.slidestream.trainer.measure.Proportion;
import io.slidestream.trainer.recipe.TrainingParts;
import java.util.Locale;
import java.util.stream.Collectors;

/** Summary on the terminal before and after a training. */
public final class Summary {
    private final Progress progress;

    public Summary(Progress progress) {
        this.progress = progress;
    }

    public void data(TrainingParts parts) {
        Split split = parts.split();
        progress.say(String.format(
                "%d tiles of %d px in %d classes: %d to train on, %d to validate, %s%s",
                split.training().size()
                        + split.validation().size()
                        + split.test().size(),
                parts.set().tileSizePx(),
                parts.set().classNames().size(),
                split.training().size(),
                split.validation().size(),
                split.test().isEmpty()
                        ? "none to test: there will be no test accuracy"
                        : split.test().size() + " to test",
                parts.hasOtherTest() ? " from " + parts.testSource() : ""));
        parts.remarks().forEach(progress::say);
    }

    public void result(ModelBundle bundle, TrainingReport report) {
        ConfusionMatrix shown = report.shown();
        Proportion accuracy = shown.accuracy();
        progress.say(String.format(
                Locale.ROOT,
                "Accuracy on %d %s tiles: %.3f (95 %% interval %.3f to %.3f), balanced %.3f",
                accuracy.of(),
                report.measured().test() == null ? "validation" : "test",
                accuracy.value(),
                accuracy.low(),
                accuracy.high(),
                shown.balancedAccuracy()));
        if (report.measured().test() == null) {
            progress.say("  these tiles chose the epoch and no others were left to test on: expect less on new ones");
        }
        report.baselines()
                .forEach((features, matrix) -> progress.say(String.format(
                        Locale.ROOT,
                        "  for comparison, %s alone: %.3f",
                        features.label(),
                        matrix.accuracy().value())));
        FoldFigures folds = report.folds();
        if (folds != null) {
            progress.say(String.format(
                    Locale.ROOT,
                    "Cross-validated %s, %d folds: balanced accuracy %.3f (95 %% interval %.3f to %.3f), accuracy"
                            + " %.3f; by fold %s",
                    report.parts().drawnHow(),
                    folds.each().size(),
                    folds.balanced(),
                    folds.low(),
                    folds.high(),
                    folds.matrix().accuracy().value(),
                    folds.each().stream()
                            .map(one -> String.format(Locale.ROOT, "%.3f", one))
                            .collect(Collectors.joining(", "))));
        }
        Refit.Figures refit = report.refit();
        if (refit != null) {
            progress.say("  measured before the last " + refit.epochs() + " epochs, which were on all " + refit.tiles()
                    + " tiles: only tiles from elsewhere can measure the model as it is now");
        }
        progress.say(report.projection().told());
        progress.say("Model " + bundle.id());
        progress.say("Written to " + bundle.folder());
    }
}

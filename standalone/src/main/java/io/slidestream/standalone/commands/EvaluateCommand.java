package io.slidestream.standalone.commands;

import io.slidestream.networks.bundle.ModelBundle;
import io.slidestream.standalone.terminal.Terminal;
import io.slidestream.standalone.terminal.UsageException;
import io.slidestream.trainer.Evaluation;
import io.slidestream.trainer.base.TrainingException;
import io.slidestream.trainer.data.Unreadable;
import io.slidestream.trainer.recipe.EvaluationRequest;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "evaluate",
        description = "Measures a model on labelled tiles it was not trained on and writes report.html and report.json:"
                + " accuracy by class, ROC, calibration, robustness, the worst mistakes.")
public final class EvaluateCommand implements Callable<Integer> {
    @Parameters(index = "0", paramLabel = "MODEL", description = "The model bundle.")
    @SuppressWarnings("NullAway.Init") // required
    private Path model;

    @Parameters(
            index = "1",
            paramLabel = "TILES",
            description =
                    "A folder with a folder of pictures for each class, named as the model names it, or an npz file"
                            + " of images and labels (as PathMNIST).")
    @SuppressWarnings("NullAway.Init") // required
    private Path tiles;

    @Option(names = "--out", paramLabel = "REPORT", required = true, description = "Folder the report is written to.")
    @SuppressWarnings("NullAway.Init") // required
    private Path out;

    @Option(
            names = "--train",
            paramLabel = "TILES",
            description = "Other tiles, to learn from what colour alone achieves. Default: halves of TILES.")
    private @Nullable Path train;

    @Option(
            names = "--skip-unreadable",
            description = "Leave out pictures that cannot be read, and list them. They are refused otherwise.")
    private boolean skipUnreadable;

    @Option(
            names = "--seed",
            paramLabel = "N",
            defaultValue = "1",
            description = "Seed of the halves the temperature is fitted on, and of the comparison. Default: 1.")
    private long seed;

    @Mixin
    private final SymmetriesOption symmetries = new SymmetriesOption();

    @Mixin
    private final ThreadOption threads = new ThreadOption();

    @Override
    public Integer call() {
        try {
            Evaluation.run(
                    new EvaluationRequest(
                            ModelBundle.load(model),
                            tiles,
                            out,
                            train,
                            skipUnreadable ? Unreadable.SKIPPED : Unreadable.REFUSED,
                            seed,
                            symmetries.number(),
                            threads.cores()),
                    Terminal.standard());
            return 0;
        } catch (TrainingException | IllegalArgumentException e) {
            throw new UsageException(String.valueOf(e.getMessage()));
        }
    }
}

package io.slidestream.trainer;

import io.slidestream.contracts.files.FileFault;
import io.slidestream.networks.Engines;
import io.slidestream.networks.bundle.ModelBundle;
import io.slidestream.networks.engine.EngineChoice;
import io.slidestream.networks.engine.InferenceEngine;
import io.slidestream.networks.patches.PatchTransform;
import io.slidestream.trainer.base.Progress;
import io.slidestream.trainer.base.Screen;
import io.slidestream.trainer.base.TrainingException;
import io.slidestream.trainer.data.Tile;
import io.slidestream.trainer.data.TileSet;
import io.slidestream.trainer.data.TileSource;
import io.slidestream.trainer.fit.ColourBaselines;
import io.slidestream.trainer.measure.ConfusionMatrix;
import io.slidestream.trainer.measure.Mistake;
import io.slidestream.trainer.measure.Predictions;
import io.slidestream.trainer.measure.Proportion;
import io.slidestream.trainer.measure.Recalibration;
import io.slidestream.trainer.measure.Robustness;
import io.slidestream.trainer.measure.RocCurve;
import io.slidestream.trainer.measure.TileEvaluation;
import io.slidestream.trainer.picture.Distortion;
import io.slidestream.trainer.picture.Symmetry;
import io.slidestream.trainer.recipe.EvaluationRequest;
import io.slidestream.trainer.report.ConfusionMatrixPlot;
import io.slidestream.trainer.report.EvaluationHtml;
import io.slidestream.trainer.report.EvaluationJson;
import io.slidestream.trainer.report.EvaluationReport;
import io.slidestream.trainer.report.PageParts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Measures a model on labelled tiles and writes a report for people (HTML) and one for programs (JSON). */
public final class Evaluation {
    private static final String JSON = "report.json";
    private static final String HTML = "report.html";
    private static final int BATCH = 32;

    private final EvaluationRequest request;
    private final Progress progress;

    private Evaluation(EvaluationRequest request, Screen screen) {
        this.request = request;
        progress = new Progress(screen);
    }

    /**
     * Classes go by name: the model may know more of them than the tiles have. Equal requests on one machine write equal
     * bytes.
     *
     * @param screen gets lines a person can follow
     * @return how often each class was taken for which
     * @throws TrainingException if the tiles or the target cannot be used
     */
    public static ConfusionMatrix run(EvaluationRequest request, Screen screen) {
        return new Evaluation(request, screen).run();
    }

    private ConfusionMatrix run() {
        checkTarget(request.out());
        ModelBundle model = request.model();
        List<String> names = model.config().classNames();
        TileSet set = TileSet.of(TileSource.of(request.tiles()).toTestOn(), request.unreadable())
                .inTermsOf(names);
        sayData(set);
        Path train = request.train();
        ColourBaselines onOthers = train == null ? null : onOthers(train, set);

        Predictions predictions;
        Robustness robustness;
        String engineName;
        PatchTransform transform = new PatchTransform(model.config());
        try (InferenceEngine engine =
                Engines.serve(model, EngineChoice.DEFAULT, BATCH, request.threads(), request.symmetries())) {
            engineName = engine.description();
            progress.say("Classifying with " + engineName);
            predictions = untempered(
                    set.tiles(),
                    TileEvaluation.logits(
                            engine, transform, set.tiles(), List.of(Symmetry.IDENTITY), "classified", progress));
            Predictions sample = predictions.only(Robustness.sample(predictions.size()));
            progress.say("Classifying " + sample.size() + " tiles under " + Distortion.ALL.size() + " distortions");
            robustness = Robustness.of(
                    sample,
                    Distortion.ALL,
                    TileEvaluation.logits(
                            engine, transform, sample.tiles(), Distortion.ALL, "distorted and classified", progress));
        }

        Recalibration recalibration =
                Recalibration.of(predictions, model.config().temperature(), request.seed());
        List<Optional<RocCurve>> curves = IntStream.range(0, names.size())
                .mapToObj(c -> RocCurve.of(predictions, predictions.probabilities(1), c))
                .toList();
        EvaluationReport report = new EvaluationReport(
                request,
                set,
                engineName,
                ConfusionMatrix.of(names, predictions.tiles(), predictions.logits()),
                curves,
                recalibration,
                robustness,
                Mistake.of(predictions, predictions.probabilities(model.config().temperature())),
                onOthers == null ? onHalves(set, predictions) : onOthers);
        write(JSON, EvaluationJson.of(report));
        write("confusion-matrix.png", ConfusionMatrixPlot.png(model.name(), "test", report.matrix()));
        write(HTML, EvaluationHtml.of(report));
        sayResult(report);
        return report.matrix();
    }

    /** The engine's logits are divided by the model's temperature already: this takes it out again. */
    private Predictions untempered(List<Tile> tiles, List<double[]> logits) {
        double temperature = request.model().config().temperature();
        List<double[]> plain = new ArrayList<>();
        for (double[] some : logits) {
            double[] scaled = some.clone();
            for (int c = 0; c < scaled.length; c++) {
                scaled[c] *= temperature;
            }
            plain.add(scaled);
        }
        return new Predictions(request.model().config().classNames(), tiles, plain);
    }

    private ColourBaselines onOthers(Path train, TileSet set) {
        progress.say("Training on colour alone with the tiles of " + train + ", for comparison");
        return ColourBaselines.trainedOn(train, set, request.unreadable(), request.seed());
    }

    private ColourBaselines onHalves(TileSet set, Predictions predictions) {
        progress.say("Training on colour alone with halves of these tiles, for comparison");
        return ColourBaselines.ofHalves(set, predictions, request.seed());
    }

    private static void checkTarget(Path out) {
        if (Files.exists(out) && !Files.isDirectory(out)) {
            throw new TrainingException(out + " is a file; name a folder for the report");
        }
        if (!Files.isDirectory(out) || Files.isRegularFile(out.resolve(JSON))) {
            return;
        }
        try (Stream<Path> content = Files.list(out)) {
            if (content.findAny().isPresent()) {
                throw new TrainingException(out + " holds other files; name an empty or a new folder for the report");
            }
        } catch (IOException e) {
            throw new TrainingException("cannot look into " + out + ": " + FileFault.words(e), e);
        }
    }

    private void write(String name, byte[] bytes) {
        try {
            Files.createDirectories(request.out());
            Path unfinished = request.out().resolve("." + name);
            Files.write(unfinished, bytes);
            Files.move(unfinished, request.out().resolve(name), StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new TrainingException("cannot write " + request.out().resolve(name) + ": " + FileFault.words(e), e);
        }
    }

    private void sayData(TileSet set) {
        progress.say(set.tiles().size() + " tiles of " + set.tileSizePx() + " px from " + set.source());
        set.remarks().forEach(progress::say);
    }

    private void sayResult(EvaluationReport report) {
        Proportion accuracy = report.matrix().accuracy();
        progress.say(String.format(
                Locale.ROOT,
                "Accuracy %.3f (%d of %d, 95 %% interval %.3f to %.3f), balanced %.3f, mean AUC %s",
                accuracy.value(),
                accuracy.count(),
                accuracy.of(),
                accuracy.low(),
                accuracy.high(),
                report.matrix().balancedAccuracy(),
                PageParts.decimals(report.meanArea(), 3)));
        report.baselines()
                .matrices()
                .forEach((features, matrix) -> progress.say(String.format(
                        Locale.ROOT,
                        "  for comparison, %s alone: %.3f",
                        features.label(),
                        matrix.accuracy().value())));
        Recalibration found = report.recalibration();
        progress.say(String.format(
                Locale.ROOT,
                "Expected calibration error %.3f%s; %.3f with a temperature fitted on these tiles (%.2f)",
                found.stored().calibration().expectedError(),
                found.isStored()
                        ? String.format(
                                Locale.ROOT,
                                " at the model's temperature %.2f (%.3f without)",
                                found.stored().temperature(),
                                found.before().calibration().expectedError())
                        : ", the model stores no temperature",
                found.refitted().calibration().expectedError(),
                found.refitted().temperature()));
        progress.say("Report in " + request.out().resolve(HTML));
    }
}

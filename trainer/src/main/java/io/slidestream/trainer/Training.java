package io.slidestream.trainer;

import io.slidestream.contracts.time.Ticks;
import io.slidestream.networks.bundle.BundleDraft;
import io.slidestream.networks.bundle.ModelBundle;
import io.slidestream.networks.bundle.ModelConfig;
import io.slidestream.networks.bundle.TransformStep.Resize;
import io.slidestream.networks.bundle.TransformStep.ToTensor;
import io.slidestream.networks.weights.Tensor;
import io.slidestream.trainer.base.Progress;
import io.slidestream.trainer.base.Screen;
import io.slidestream.trainer.base.TrainingException;
import io.slidestream.trainer.data.Dealing;
import io.slidestream.trainer.data.Split;
import io.slidestream.trainer.data.Tile;
import io.slidestream.trainer.data.TileSet;
import io.slidestream.trainer.feed.TileBatches;
import io.slidestream.trainer.fit.CheckpointFolder;
import io.slidestream.trainer.fit.ColourFeatures;
import io.slidestream.trainer.fit.Familiarity;
import io.slidestream.trainer.fit.FineTuning;
import io.slidestream.trainer.fit.FoldFigures;
import io.slidestream.trainer.fit.Interruption;
import io.slidestream.trainer.fit.KeptFolds;
import io.slidestream.trainer.fit.NewLayerFigures;
import io.slidestream.trainer.fit.NewLayerTraining;
import io.slidestream.trainer.fit.Refit;
import io.slidestream.trainer.fit.StartingWeights;
import io.slidestream.trainer.fit.TrainingLines;
import io.slidestream.trainer.fit.TrainingListener;
import io.slidestream.trainer.fit.Tuned;
import io.slidestream.trainer.fit.Validation;
import io.slidestream.trainer.measure.ConfusionMatrix;
import io.slidestream.trainer.measure.Measured;
import io.slidestream.trainer.measure.TileEvaluation;
import io.slidestream.trainer.recipe.Recipe;
import io.slidestream.trainer.recipe.RequestDigest;
import io.slidestream.trainer.recipe.TrainingParts;
import io.slidestream.trainer.recipe.TrainingRequest;
import io.slidestream.trainer.report.ConfusionMatrixPlot;
import io.slidestream.trainer.report.MetricsJson;
import io.slidestream.trainer.report.ModelCard;
import io.slidestream.trainer.report.Summary;
import io.slidestream.trainer.report.TrainingReport;
import io.slidestream.trainer.report.TrainingView;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Trains a model bundle on labelled tiles: a new last layer on the frozen pretrained network, then all layers, then the
 * whole network measured on tiles it has not seen, then all layers on all tiles.
 */
public final class Training {
    private final TrainingRequest request;
    private final Screen screen;
    private final Progress progress;

    private Training(TrainingRequest request, Screen screen) {
        this.request = request;
        this.screen = screen;
        progress = new Progress(screen);
    }

    /**
     * Trains and writes the bundle. With one thread, equal requests give bundles of equal id, also where one was killed and
     * went on.
     *
     * @param screen where a person can follow
     * @throws TrainingException if the tiles, the weights, the target or a kept state cannot be used
     */
    public static TrainingResult run(TrainingRequest request, Screen screen) {
        return new Training(request, screen).run();
    }

    private TrainingResult run() {
        StartingWeights start = StartingWeights.of(request);
        BundleDraft.checkFree(request.model().out());
        start.remarks().forEach(progress::say);
        TrainingParts parts = TrainingParts.of(request.data());
        new Summary(progress).data(parts);
        Recipe recipe = start.recipe();
        ModelConfig config = config(parts.set());
        String digest = RequestDigest.of(request, parts, start.tensors());
        CheckpointFolder checkpoints = new CheckpointFolder(request.model().out(), digest);
        KeptFolds keptFolds =
                new KeptFolds(checkpoints.folder(), digest, request.data().folds());
        FoldFigures folds = request.data().folds() == 0 ? null : folds(start, parts, recipe, config, keptFolds);
        Optional<CheckpointFolder.Kept> kept = request.resumes() ? checkpoints.read() : Optional.empty();
        CheckpointFolder refitted = checkpoints.ofRefit();
        Optional<CheckpointFolder.Kept> keptRefit = request.resumes() ? refitted.read() : Optional.empty();
        sayWhereItBegins(kept);
        TrainingView view = kept.isPresent()
                ? TrainingView.resumed(
                        checkpoints.folder(),
                        request.model().name(),
                        Stream.concat(kept.stream(), keptRefit.stream())
                                .flatMap(before -> before.progressed().records().stream())
                                .toList(),
                        screen,
                        Ticks.SYSTEM)
                : TrainingView.begun(checkpoints.folder(), request.model().name(), screen, Ticks.SYSTEM);
        TrainingListener listener = new TrainingLines(screen, Ticks.SYSTEM).and(view);

        try (Interruption interruption = new Interruption(checkpoints, screen)) {
            NewLayerFigures newLayer = kept.map(CheckpointFolder.Kept::newLayer).orElse(null);
            Map<String, Tensor> weights =
                    start.whole(parts.set().classNames().size(), request.data().seed());
            if (recipe.newLayerFirst() && kept.isEmpty()) {
                NewLayerTraining.Result result =
                        new NewLayerTraining(request, parts, config, view, progress).run(start.tensors());
                weights = result.weights();
                newLayer = result.figures();
            }
            Tuned tuned = null;
            if (recipe.allLayers()) {
                NewLayerFigures before = newLayer;
                tuned = tuning(FineTuning.PHASE, recipe, parts, config, listener)
                        .run(
                                weights,
                                beginning(recipe),
                                kept.map(CheckpointFolder.Kept::progressed).orElse(null),
                                progressed -> checkpoints.keep(progressed, before));
                weights = tuned.weights();
            }
            Measured measured = Measured.of(request, weights, config, parts, progress);
            if (!request.resumes()) {
                refitted.delete();
            }
            Refit.Result last = new Refit(request, recipe, config, listener, progress)
                    .run(weights, parts, keptRefit, progressed -> refitted.keep(progressed, null));
            Familiarity familiarity = Familiarity.of(request, config, parts, weights, last.weights(), progress);
            view.ended();
            TrainingReport report = new TrainingReport(
                    request,
                    parts,
                    recipe,
                    newLayer,
                    tuned,
                    view.records(),
                    new TrainingReport.Accuracies(measured, baselines(parts), folds, familiarity),
                    last.figures());
            TrainingResult result = publish(last.weights(), config, report, view);
            interruption.over();
            refitted.delete();
            checkpoints.delete();
            return result;
        }
    }

    private void sayWhereItBegins(Optional<CheckpointFolder.Kept> kept) {
        if (kept.isPresent()) {
            progress.say("Going on after epoch " + kept.get().progressed().epochs() + " of "
                    + request.recipe().course().epochs() + " of all layers");
        } else if (request.resumes()) {
            progress.say("Nothing to resume was kept for " + request.model().out() + ": beginning anew");
        } else if (CheckpointFolder.existsFor(request.model().out())) {
            progress.say("An earlier training of " + request.model().out()
                    + " did not end; --resume would have gone on with it."
                    + " Beginning anew: its state is replaced after the first epoch");
        }
    }

    /** Trains as many networks as there are folds, each on the others' tiles, which are none of the bundle's. */
    private FoldFigures folds(
            StartingWeights start, TrainingParts parts, Recipe recipe, ModelConfig config, KeptFolds kept) {
        if (!request.resumes()) {
            kept.delete();
        }
        int count = request.data().folds();
        List<Tile> tiles = parts.own();
        int classes = parts.set().classNames().size();
        long seed = request.data().seed();
        int[] fold = Dealing.folds(classes, tiles, parts.cases(), count, seed);
        List<FoldFigures.Answered> answered = new ArrayList<>();
        for (int f = 0; f < count; f++) {
            String name = "fold " + (f + 1) + " of " + count;
            TrainingParts these = parts.with(new Split(
                    Split.beside(tiles, fold, f, (f + 1) % count),
                    Split.those(tiles, fold, (f + 1) % count),
                    Split.those(tiles, fold, f)));
            these.checkFold(name);
            List<double[]> said = request.resumes() ? kept.read(f).orElse(null) : null;
            if (said != null) {
                progress.say("Cross-validation, " + name + ": done before the training was interrupted");
                answered.add(new FoldFigures.Answered(these.split().test(), said));
                continue;
            }
            progress.say(String.format(
                    "Cross-validation %s, %s: %d tiles to train on, %d to choose the epoch, %d to test",
                    parts.drawnHow(),
                    name,
                    these.split().training().size(),
                    these.split().validation().size(),
                    these.split().test().size()));
            TrainingListener lines = new TrainingLines(screen, Ticks.SYSTEM);
            Map<String, Tensor> weights = start.whole(classes, seed);
            if (recipe.newLayerFirst()) {
                weights = new NewLayerTraining(request, these, config, TrainingListener.NONE, progress)
                        .run(start.tensors())
                        .weights();
            }
            if (recipe.allLayers()) {
                weights = tuning(FineTuning.PHASE + ", " + name, recipe, these, config, lines)
                        .run(weights, beginning(recipe), null, progressed -> {})
                        .weights();
            }
            TileEvaluation tested = Objects.requireNonNull(
                    Measured.of(request, weights, config, these, progress).tested(), "each fold has tiles");
            kept.keep(f, tested.probabilities());
            answered.add(new FoldFigures.Answered(these.split().test(), tested.probabilities()));
        }
        return FoldFigures.of(parts.set().classNames(), answered, parts.cases(), seed);
    }

    private static FineTuning.Beginning beginning(Recipe recipe) {
        return recipe.newLayerFirst() ? FineTuning.Beginning.TRAINED : FineTuning.Beginning.UNTRAINED;
    }

    private FineTuning tuning(
            String phase, Recipe recipe, TrainingParts parts, ModelConfig config, TrainingListener listener) {
        Split split = parts.split();
        double[] classWeights = recipe.classWeights(parts.set().countsByClass(split.training()));
        return new FineTuning(
                phase,
                recipe,
                request.network(),
                config,
                new FineTuning.Data(
                        new TileBatches(
                                split.training(),
                                config,
                                recipe.feeding().augmentation(),
                                recipe.feeding().shuffle(),
                                recipe.feeding().batch(),
                                request.data().seed()),
                        new Validation(
                                request.network(),
                                config,
                                split.validation(),
                                classWeights,
                                request.threads(),
                                progress),
                        classWeights),
                request.data().seed(),
                request.threads(),
                listener);
    }

    private TrainingResult publish(
            Map<String, Tensor> weights, ModelConfig config, TrainingReport report, TrainingView view) {
        Measured measured = report.measured();
        try (BundleDraft draft =
                new BundleDraft(request.model().out(), config.withTemperature(measured.temperature()), weights)) {
            Familiarity familiarity = report.familiarity();
            if (familiarity != null) {
                draft.add(familiarity.statistics());
            }
            String id = draft.bundle().id();
            draft.add("metrics.json", MetricsJson.of(report, id));
            draft.add(
                    "confusion-matrix.png",
                    ConfusionMatrixPlot.png(
                            request.model().name(), measured.test() == null ? "validation" : "test", report.shown()));
            draft.add("training.png", view.png());
            view.files().forEach(draft::add);
            draft.add("MODEL_CARD.md", ModelCard.of(report, id).getBytes(StandardCharsets.UTF_8));
            ModelBundle published = draft.publish();
            new Summary(progress).result(published, report);
            return new TrainingResult(published, measured.validation(), Optional.ofNullable(measured.test()));
        }
    }

    private Map<ColourFeatures, ConfusionMatrix> baselines(TrainingParts parts) {
        Map<ColourFeatures, ConfusionMatrix> baselines = new EnumMap<>(ColourFeatures.class);
        if (!parts.split().test().isEmpty()) {
            for (ColourFeatures features : ColourFeatures.values()) {
                baselines.put(
                        features,
                        ColourFeatures.baseline(
                                features,
                                parts.set().classNames(),
                                parts.split(),
                                request.data().seed()));
            }
        }
        return baselines;
    }

    private ModelConfig config(TileSet set) {
        return new ModelConfig(
                request.network().label(),
                set.classNames(),
                set.tileSizePx(),
                request.model().tileMpp(),
                List.of(new Resize(request.network().inputSizePx()), new ToTensor(), request.normalize()),
                request.model().name(),
                request.model().licence(),
                1);
    }
}

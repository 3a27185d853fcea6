package io.slidestream.trainer.encoder;

import io.slidestream.networks.Engines;
import io.slidestream.networks.bundle.BundleDraft;
import io.slidestream.networks.bundle.ModelBundle;
import io.slidestream.networks.bundle.ModelConfig;
import io.slidestream.networks.engine.EngineKind;
import io.slidestream.networks.engine.Featuriser;
import io.slidestream.networks.engine.InferenceEngine;
import io.slidestream.networks.familiar.Familiar;
import io.slidestream.networks.familiar.FamiliarFit;
import io.slidestream.networks.onnx.OnnxExport;
import io.slidestream.networks.patches.PatchTransform;
import io.slidestream.networks.published.Encoder;
import io.slidestream.networks.weights.Tensor;
import io.slidestream.trainer.base.Progress;
import io.slidestream.trainer.base.Screen;
import io.slidestream.trainer.base.TrainingException;
import io.slidestream.trainer.data.Samples;
import io.slidestream.trainer.data.Split;
import io.slidestream.trainer.data.Tile;
import io.slidestream.trainer.fit.CrossValidation;
import io.slidestream.trainer.fit.HeadTrainer;
import io.slidestream.trainer.fit.LinearHead;
import io.slidestream.trainer.fit.NewLayer;
import io.slidestream.trainer.measure.ConfusionMatrix;
import io.slidestream.trainer.measure.Predictions;
import io.slidestream.trainer.measure.Temperature;
import io.slidestream.trainer.measure.TileEvaluation;
import io.slidestream.trainer.picture.Symmetry;
import io.slidestream.trainer.picture.TilePicture;
import io.slidestream.trainer.recipe.TrainingParts;
import io.slidestream.trainer.report.ConfusionMatrixPlot;
import io.slidestream.trainer.report.Summary;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Trains a classifier on the features of an encoder that stays as it is, and writes both as one bundle.
 *
 * <p>The tiles of the training part choose the L2, those of the validation part judge it, those of the test part measure it;
 * where tiles are few, repeated cross-validation measures it as well. Then the layer is trained once more on all tiles but
 * those of other sources, and this is what is written.
 */
public final class EncoderTraining {
    private static final int BATCH = 32;
    /** Tiles on which the written bundle is held against the layer. */
    private static final int COMPARED = 64;

    private static final double BEARABLE = 1e-3;

    private final EncoderRequest request;
    private final Progress progress;

    private EncoderTraining(EncoderRequest request, Screen screen) {
        this.request = request;
        progress = new Progress(screen);
    }

    /**
     * Trains and writes the bundle. Equal requests give bundles of equal id, also where one was killed.
     *
     * @param screen where a person can follow
     * @return the bundle in its final place
     * @throws TrainingException if the tiles cannot be used
     * @throws io.slidestream.networks.bundle.ModelBundleException if the encoder or the target cannot
     */
    public static ModelBundle run(EncoderRequest request, Screen screen) {
        return new EncoderTraining(request, screen).run();
    }

    private ModelBundle run() {
        Encoder encoder = Encoder.of(request.encoder(), request.normalize()).storedAs(request.storedAs());
        BundleDraft.checkFree(request.model().out());
        TrainingParts parts = TrainingParts.of(request.data());
        new Summary(progress).data(parts);
        Features features;
        ModelConfig config;
        try (Featuriser featuriser = encoder.open(BATCH, request.threads())) {
            config = new ModelConfig(
                    encoder.label(),
                    parts.set().classNames(),
                    parts.set().tileSizePx(),
                    request.model().tileMpp(),
                    encoder.transform(featuriser.layout().sizePx()),
                    request.model().name(),
                    request.model().licence(),
                    1);
            features = features(encoder, featuriser, config, parts);
        }
        EncoderFigures figures = figures(parts, features);
        LinearHead head = refitted(parts, features, figures.layer());
        Familiar familiar = familiar(parts, features);
        return written(encoder, config.withTemperature(figures.temperature()), head, parts, figures, familiar);
    }

    /** Statistics of the tiles that the written layer has seen, as they lie. */
    private @Nullable Familiar familiar(TrainingParts parts, Features features) {
        List<Tile> all = all(parts);
        if (all.size() < FamiliarFit.FEWEST_TILES) {
            progress.say("What is familiar is not told: it needs " + FamiliarFit.FEWEST_TILES + " tiles at least");
            return null;
        }
        Samples unturned = samples(parts, features).every(features.ways());
        try {
            return FamiliarFit.of(
                    List.of(unturned.features()),
                    unturned.classes(),
                    request.data().seed());
        } catch (IllegalArgumentException e) {
            progress.say("What is familiar is not told: " + e.getMessage());
            return null;
        }
    }

    /** @param ways positions of each tile, of those that are trained on */
    private record Features(
            int count, int ways, List<float[]> training, List<float[]> validation, List<float[]> test) {}

    private Features features(Encoder encoder, Featuriser featuriser, ModelConfig config, TrainingParts parts) {
        Split split = parts.split();
        List<Tile> all = all(parts);
        long bytes = (long) all.size() * Symmetry.values().length * featuriser.featureCount() * Float.BYTES;
        List<Symmetry> ways =
                bytes < Runtime.getRuntime().maxMemory() / 4 ? List.of(Symmetry.values()) : List.of(Symmetry.IDENTITY);
        try (FeatureCache cache = FeatureCache.open(request.cache(), encoder.id(), featuriser.featureCount())) {
            progress.say(String.format(
                    "Features of %s (%d, %s), %d position(s) a tile; kept in %s, which has %d",
                    encoder.label(),
                    featuriser.featureCount(),
                    featuriser.description(),
                    ways.size(),
                    cache.file(),
                    cache.size()));
            FeatureRuns runs = new FeatureRuns(featuriser, new PatchTransform(config), cache, progress);
            long began = System.nanoTime();
            Features features = new Features(
                    featuriser.featureCount(),
                    ways.size(),
                    runs.over(split.training(), ways, "training tiles"),
                    runs.over(split.validation(), ways, "validation tiles"),
                    runs.over(split.test(), parts.hasOtherTest() ? List.of(Symmetry.IDENTITY) : ways, "test tiles"));
            progress.say(String.format(
                    "  %d computed, %.0f a second",
                    runs.computed(), runs.computed() * 1e9 / Math.max(1, System.nanoTime() - began)));
            return features;
        }
    }

    private EncoderFigures figures(TrainingParts parts, Features features) {
        Split split = parts.split();
        List<String> names = parts.set().classNames();
        Samples training = Samples.of(features.training(), split.training());
        Samples validation =
                Samples.of(features.validation(), split.validation()).every(features.ways());
        progress.say("Training the new layer, choosing its L2 by validation loss");
        HeadTrainer trainer = new HeadTrainer(names.size(), request.data().seed());
        NewLayer layer = NewLayer.choose(trainer, training, features.ways(), validation, progress);
        LinearHead head = layer.run().head();
        List<double[]> held = logits(head, features.validation(), features.ways());
        ConfusionMatrix onValidation = ConfusionMatrix.of(names, split.validation(), held);
        ConfusionMatrix onTest = null;
        if (!split.test().isEmpty()) {
            int ways = features.test().size() / split.test().size();
            onTest = ConfusionMatrix.of(names, split.test(), logits(head, features.test(), ways));
        }
        List<Tile> all = all(parts);
        CrossValidation folds = null;
        double temperature = Temperature.toStore(new Predictions(names, split.validation(), held));
        CrossValidation.Plan plan = CrossValidation.Plan.of(
                        all.size(), request.data().folds(), parts.cases())
                .orElse(null);
        if (plan != null) {
            progress.say("Measuring by " + plan.folds() + "-fold cross-validation " + parts.drawnHow() + ", "
                    + (plan.repeats() == 1 ? "once" : plan.repeats() + " times"));
            Samples shown = shown(samples(parts, features), features.ways(), layer);
            folds = CrossValidation.of(
                    names,
                    all,
                    shown,
                    layer.symmetries(),
                    layer.run().l2(),
                    plan,
                    request.data().seed(),
                    progress);
            temperature = Temperature.toStore(
                    new Predictions(names, all, folds.logits().get(0)));
        }
        return new EncoderFigures(features.count(), layer, onValidation, onTest, folds, temperature);
    }

    /** The layer that is written: trained with the chosen L2 on all tiles of the set. */
    private LinearHead refitted(TrainingParts parts, Features features, NewLayer layer) {
        progress.say("Training the layer on all " + all(parts).size() + " tiles");
        Samples shown = shown(samples(parts, features), features.ways(), layer);
        return new HeadTrainer(parts.set().classNames().size(), request.data().seed())
                .train(shown, shown.every(layer.symmetries()), layer.run().l2())
                .head();
    }

    private static Samples shown(Samples all, int ways, NewLayer layer) {
        return layer.symmetries() == ways ? all : all.every(ways);
    }

    private static List<Tile> all(TrainingParts parts) {
        return parts.own();
    }

    private static Samples samples(TrainingParts parts, Features features) {
        List<float[]> vectors = Stream.of(
                        features.training(),
                        features.validation(),
                        parts.hasOtherTest() ? List.<float[]>of() : features.test())
                .flatMap(List::stream)
                .toList();
        return Samples.of(vectors, all(parts));
    }

    private static List<double[]> logits(LinearHead head, List<float[]> features, int ways) {
        List<double[]> logits = new ArrayList<>();
        for (int i = 0; i < features.size(); i += ways) {
            logits.add(head.logits(features.get(i)));
        }
        return logits;
    }

    private ModelBundle written(
            Encoder encoder,
            ModelConfig config,
            LinearHead head,
            TrainingParts parts,
            EncoderFigures figures,
            @Nullable Familiar familiar) {
        int classes = head.bias().length;
        int width = head.weights()[0].length;
        Tensor weight = Tensor.zeros(classes, width);
        Tensor bias = Tensor.zeros(classes);
        for (int c = 0; c < classes; c++) {
            for (int j = 0; j < width; j++) {
                weight.values()[c * width + j] = (float) head.weights()[c][j];
            }
            bias.values()[c] = (float) head.bias()[c];
        }
        List<Tile> some = new ArrayList<>(all(parts));
        Collections.shuffle(some, new Random(request.data().seed()));
        some = some.subList(0, Math.min(COMPARED, some.size()));
        try (BundleDraft draft = encoder.draft(request.model().out(), config, weight, bias)) {
            if (familiar != null) {
                draft.add(familiar);
            }
            ModelBundle bundle = draft.bundle();
            EncoderReport report = new EncoderReport(request, encoder, parts, figures, bundle);
            draft.add("metrics.json", report.json());
            draft.add("MODEL_CARD.md", report.card().getBytes(StandardCharsets.UTF_8));
            draft.add(
                    "confusion-matrix.png",
                    ConfusionMatrixPlot.png(request.model().name(), figures.part(), figures.shown()));
            if (encoder.hasWeights()) {
                export(bundle, some);
            }
            compare(bundle, some, head, encoder);
            ModelBundle published = draft.publish();
            report.lines().forEach(progress::say);
            progress.say("Model " + published.id());
            progress.say("Written to " + published.folder());
            return published;
        }
    }

    private void export(ModelBundle bundle, List<Tile> tiles) {
        try (OnnxExport export = new OnnxExport(bundle, request.threads())) {
            for (Tile tile : tiles) {
                TilePicture picture = tile.read();
                export.compare(picture.rgb(), picture.widthPx(), picture.heightPx());
            }
            export.publish();
        }
    }

    /** What the bundle answers is what the layer answers on the encoder's features. */
    private void compare(ModelBundle bundle, List<Tile> tiles, LinearHead head, Encoder encoder) {
        PatchTransform transform = new PatchTransform(bundle.config());
        double largest = 0;
        try (InferenceEngine engine = Engines.open(bundle, EngineKind.ONNXRUNTIME, BATCH, request.threads());
                Featuriser featuriser = encoder.open(BATCH, request.threads());
                FeatureCache cache = FeatureCache.open(request.cache(), encoder.id(), featuriser.featureCount())) {
            List<double[]> found = TileEvaluation.probabilities(engine, transform, tiles, progress);
            List<float[]> features = new FeatureRuns(featuriser, transform, cache, progress)
                    .over(tiles, List.of(Symmetry.IDENTITY), "compared");
            double temperature = bundle.config().temperature();
            for (int i = 0; i < tiles.size(); i++) {
                double[] expected = Predictions.probabilities(head.logits(features.get(i)), temperature);
                for (int c = 0; c < expected.length; c++) {
                    largest = Math.max(largest, Math.abs(expected[c] - found.get(i)[c]));
                }
            }
        }
        if (!(largest <= BEARABLE)) {
            throw new TrainingException("the bundle is not written: it differs from the trained layer by " + largest
                    + " in a probability. Please report this with the encoder's name");
        }
    }
}

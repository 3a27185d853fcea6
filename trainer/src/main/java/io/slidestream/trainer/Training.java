package io.slidestream.trainer;

import io.slidestream.networks.Architecture;
import io.slidestream.networks.BundleDraft;
import io.slidestream.networks.ModelBundle;
import io.slidestream.networks.ModelConfig;
import io.slidestream.networks.PatchTransform;
import io.slidestream.networks.Tensor;
import io.slidestream.networks.TransformStep.Resize;
import io.slidestream.networks.TransformStep.ToTensor;
import io.slidestream.networks.dl4j.Dl4jFeaturiser;
import io.slidestream.networks.pytorch.PyTorchFormatException;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Transfers a pretrained network to new classes: computes every tile's features once with the frozen network, trains a
 * new last layer on them, measures the whole network on tiles it has not seen and writes the bundle.
 */
public final class Training {
    private static final int BATCH = 32;
    private static final int INPUT_SIZE_PX = 224;
    /** Most tiles on which the finished network is compared with the trained layer. */
    private static final int COMPARED = 1_000;

    private static final double LARGEST_DIFFERENCE = 1e-4;

    private final TrainingRequest request;
    private final Progress progress;

    private Training(TrainingRequest request, PrintStream out) {
        this.request = request;
        progress = new Progress(out);
    }

    /**
     * Trains and writes the bundle. Equal requests on one machine give bundles of equal id.
     *
     * @param out gets lines a person can follow
     * @throws TrainingException if the tiles, the weights or the target cannot be used
     */
    public static TrainingResult run(TrainingRequest request, PrintStream out) {
        return new Training(request, out).run();
    }

    private TrainingResult run() {
        Map<String, Tensor> pretrained = pretrained();
        BundleDraft.checkFree(request.out());
        TrainingParts parts = TrainingParts.of(request);
        TileSet set = parts.set();
        Split split = parts.split();
        sayData(parts);

        ModelConfig config = config(set);
        PatchTransform transform = new PatchTransform(config);
        List<Symmetry> ways = ways(split);
        List<float[]> trainingFeatures;
        List<float[]> validationFeatures;
        List<float[]> testFeatures;
        progress.say("Computing features with " + request.architecture().label() + ", " + ways.size()
                + " position(s) of each training tile");
        try (Dl4jFeaturiser featuriser =
                Dl4jFeaturiser.of(request.architecture(), INPUT_SIZE_PX, pretrained, BATCH, request.threads())) {
            PatchRuns runs =
                    new PatchRuns(transform, featuriser.layout(), featuriser.batchSize(), featuriser::features);
            trainingFeatures = runs.over(split.training(), ways, "training tiles", progress);
            List<Symmetry> asIs = List.of(Symmetry.IDENTITY);
            validationFeatures = runs.over(split.validation(), asIs, "validation tiles", progress);
            testFeatures = runs.over(split.test(), asIs, "test tiles", progress);
        }

        progress.say("Training the new layer, choosing the recipe by validation loss");
        HeadTrainer trainer = new HeadTrainer(set.classNames().size(), request.seed());
        Recipe recipe = Recipe.choose(
                trainer,
                Samples.of(trainingFeatures, split.training()),
                ways.size(),
                Samples.of(validationFeatures, split.validation()),
                progress);
        LinearHead head = recipe.run().head();

        List<Tile> seen = new ArrayList<>();
        List<double[]> expected = new ArrayList<>();
        compared(split.training(), trainingFeatures, ways.size(), head, seen, expected);
        compared(split.validation(), validationFeatures, 1, head, seen, expected);
        NewClassifier classifier = new NewClassifier(request.architecture(), pretrained);
        double shift = ReluShift.find(
                request.architecture(),
                classifier,
                head,
                transform,
                INPUT_SIZE_PX,
                seen,
                expected,
                request.threads(),
                progress);

        progress.say("Measuring the finished network");
        try (BundleDraft draft = new BundleDraft(request.out(), config, classifier.weights(head, shift))) {
            ModelBundle bundle = draft.bundle();
            double difference = ReluShift.largestDifference(
                    expected,
                    TileEvaluation.of(bundle, seen, request.threads(), progress).probabilities());
            if (difference > LARGEST_DIFFERENCE) {
                throw new TrainingException("the finished network differs from the trained layer by " + difference
                        + " in a probability; this is a fault of the program, not of your data");
            }
            TileEvaluation validation = TileEvaluation.of(bundle, split.validation(), request.threads(), progress);
            TileEvaluation test = TileEvaluation.of(bundle, split.test(), request.threads(), progress);
            double unseenDifference = ReluShift.largestDifference(
                    testFeatures.stream().map(head::probabilities).toList(), test.probabilities());
            Map<ColourFeatures, ConfusionMatrix> baselines = new EnumMap<>(ColourFeatures.class);
            for (ColourFeatures features : ColourFeatures.values()) {
                baselines.put(features, ColourFeatures.baseline(features, set.classNames(), split, request.seed()));
            }
            TrainingReport report = new TrainingReport(
                    request,
                    bundle.id(),
                    parts,
                    recipe,
                    shift,
                    Math.max(difference, unseenDifference),
                    validation.matrix(),
                    test.matrix(),
                    baselines);
            draft.add("metrics.json", MetricsJson.of(report));
            draft.add("confusion-matrix.png", ConfusionMatrixPlot.png(request.name(), test.matrix()));
            draft.add("training.png", TrainingPlot.png(request.name(), recipe.run()));
            draft.add("MODEL_CARD.md", ModelCard.of(report).getBytes(StandardCharsets.UTF_8));
            ModelBundle published = draft.publish();
            sayResult(published, report);
            return new TrainingResult(published, test.matrix());
        }
    }

    private Map<String, Tensor> pretrained() {
        Path file = request.pretrained();
        if (file == null) {
            throw new TrainingException("training starts from pretrained weights: name a safetensors or .pth file with "
                    + request.architecture().label() + " weights under torchvision's names (--pretrained)");
        }
        try {
            Map<String, Tensor> weights = PretrainedWeights.read(file);
            Architecture architecture = request.architecture();
            architecture.check(weights, architecture.classCount(weights));
            return weights;
        } catch (PyTorchFormatException e) {
            throw new TrainingException("cannot use the pretrained weights: " + file + " " + e.getMessage(), e);
        } catch (IOException e) {
            throw new TrainingException("cannot read the pretrained weights: " + e.getMessage(), e);
        } catch (IllegalArgumentException e) {
            throw new TrainingException("cannot use the pretrained weights " + file + ": " + e.getMessage(), e);
        }
    }

    private ModelConfig config(TileSet set) {
        return new ModelConfig(
                request.architecture().label(),
                set.classNames(),
                set.tileSizePx(),
                request.tileMpp(),
                List.of(new Resize(INPUT_SIZE_PX), new ToTensor(), request.normalize()),
                request.name(),
                request.licence(),
                1);
    }

    /** All eight positions of each training tile where their features fit into a quarter of the heap. */
    private List<Symmetry> ways(Split split) {
        Symmetry[] all = Symmetry.values();
        long bytes = (long) split.training().size()
                * all.length
                * request.architecture().featureCount()
                * Float.BYTES;
        return bytes < Runtime.getRuntime().maxMemory() / 4 ? List.of(all) : List.of(Symmetry.IDENTITY);
    }

    private static void compared(
            List<Tile> tiles,
            List<float[]> features,
            int ways,
            LinearHead head,
            List<Tile> seen,
            List<double[]> expected) {
        int step = Math.max(1, 2 * tiles.size() / COMPARED);
        for (int i = 0; i < tiles.size(); i += step) {
            seen.add(tiles.get(i));
            expected.add(head.probabilities(features.get(i * ways)));
        }
    }

    private void sayData(TrainingParts parts) {
        TileSet set = parts.set();
        Split split = parts.split();
        progress.say(String.format(
                "%d tiles of %d px in %d classes: %d to train on, %d to validate, %d to test%s",
                split.training().size()
                        + split.validation().size()
                        + split.test().size(),
                set.tileSizePx(),
                set.classNames().size(),
                split.training().size(),
                split.validation().size(),
                split.test().size(),
                parts.hasOtherTest() ? " from " + parts.testSource() : ""));
        parts.remarks().forEach(progress::say);
    }

    private void sayResult(ModelBundle bundle, TrainingReport report) {
        Proportion accuracy = report.test().accuracy();
        progress.say(String.format(
                Locale.ROOT,
                "Accuracy on %d test tiles: %.3f (95 %% interval %.3f to %.3f), balanced %.3f",
                accuracy.of(),
                accuracy.value(),
                accuracy.low(),
                accuracy.high(),
                report.test().balancedAccuracy()));
        report.baselines()
                .forEach((features, matrix) -> progress.say(String.format(
                        Locale.ROOT,
                        "  for comparison, %s alone: %.3f",
                        features.label(),
                        matrix.accuracy().value())));
        progress.say("Model " + bundle.id());
        progress.say("Written to " + bundle.folder());
    }
}

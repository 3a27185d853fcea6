package io.slidestream.trainer.fit;

import io.slidestream.networks.bundle.ModelConfig;
import io.slidestream.networks.engine.Featuriser;
import io.slidestream.networks.engine.InferenceEngine;
import io.slidestream.networks.patches.PatchTransform;
import io.slidestream.networks.weights.Tensor;
import io.slidestream.trainer.base.Progress;
import io.slidestream.trainer.data.Samples;
import io.slidestream.trainer.data.Split;
import io.slidestream.trainer.data.Tile;
import io.slidestream.trainer.feed.PatchRuns;
import io.slidestream.trainer.measure.TileEvaluation;
import io.slidestream.trainer.picture.Symmetry;
import io.slidestream.trainer.recipe.TrainingParts;
import io.slidestream.trainer.recipe.TrainingRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.DoubleUnaryOperator;

/**
 * Trains a new last layer alone: every tile's features are computed once with the frozen pretrained network, the layer is
 * trained on them and put into the network.
 */
public final class NewLayerTraining {
    static final String PHASE = "new layer";

    private static final int BATCH = 32;
    /** Most tiles on which the whole network is compared with the trained layer. */
    private static final int COMPARED = 256;

    private final TrainingRequest request;
    private final TrainingParts parts;
    private final ModelConfig config;
    private final TrainingListener listener;
    private final Progress progress;

    public NewLayerTraining(
            TrainingRequest request,
            TrainingParts parts,
            ModelConfig config,
            TrainingListener listener,
            Progress progress) {
        this.request = request;
        this.parts = parts;
        this.config = config;
        this.listener = listener;
        this.progress = progress;
    }

    /** @param weights of the whole network */
    public record Result(Map<String, Tensor> weights, NewLayerFigures figures) {}

    public Result run(Map<String, Tensor> pretrained) {
        Split split = parts.split();
        PatchTransform transform = new PatchTransform(config);
        List<Symmetry> ways = ways(split);
        progress.say("Computing features with " + request.network().label() + ", " + ways.size()
                + " position(s) of each training tile");
        List<float[]> training;
        List<float[]> validation;
        long began = System.nanoTime();
        try (Featuriser featuriser =
                request.network().featuriser(pretrained, config.inputSizePx(), BATCH, request.threads())) {
            PatchRuns runs =
                    new PatchRuns(transform, featuriser.layout(), featuriser.batchSize(), featuriser::features);
            training = runs.over(split.training(), ways, "training tiles", progress);
            validation = runs.over(split.validation(), List.of(Symmetry.IDENTITY), "validation tiles", progress);
        }
        double featuresPerSecond = (training.size() + validation.size()) / secondsSince(began);

        progress.say("Training the new layer, choosing its L2 by validation loss");
        began = System.nanoTime();
        HeadTrainer trainer =
                new HeadTrainer(parts.set().classNames().size(), request.data().seed());
        Samples samples = Samples.of(training, split.training());
        Samples held = Samples.of(validation, split.validation());
        NewLayer layer = NewLayer.choose(trainer, samples, ways.size(), held, progress);
        double samplesPerSecond = layer.samplesTrained() / secondsSince(began);
        tell(layer, samplesPerSecond);

        LinearHead head = layer.run().head();
        List<Tile> seen = new ArrayList<>();
        List<double[]> expected = new ArrayList<>();
        compared(split.training(), training, ways.size(), head, seen, expected);
        compared(split.validation(), validation, 1, head, seen, expected);
        NewClassifier classifier = new NewClassifier(request.network(), pretrained);
        DoubleUnaryOperator differences =
                constant -> difference(classifier.weights(head, constant), transform, seen, expected);
        ReluShift shift = request.network().endsInRelu()
                ? ReluShift.find(differences, request.recipe().allLayers() ? Double.MAX_VALUE : ReluShift.BEARABLE)
                : ReluShift.none(differences.applyAsDouble(0));
        HeadTrainer.Epoch best = layer.run().best();
        return new Result(
                classifier.weights(head, shift.constant()),
                new NewLayerFigures(
                        layer.symmetries(),
                        layer.run().l2(),
                        layer.run().bestEpoch() + 1,
                        layer.run().epochs().size(),
                        new Score(best.validationLoss(), best.validationAccuracy()),
                        shift.constant(),
                        shift.difference(),
                        featuresPerSecond,
                        samplesPerSecond));
    }

    /** The chosen candidate's epochs, for the pictures. */
    private void tell(NewLayer layer, double samplesPerSecond) {
        List<HeadTrainer.Epoch> epochs = layer.run().epochs();
        for (int i = 0; i < epochs.size(); i++) {
            HeadTrainer.Epoch epoch = epochs.get(i);
            listener.epoch(new EpochRecord(
                    PHASE,
                    i + 1,
                    epochs.size(),
                    HeadTrainer.LEARNING_RATE,
                    new Score(epoch.trainingLoss(), epoch.trainingAccuracy()),
                    new Score(epoch.validationLoss(), epoch.validationAccuracy()),
                    samplesPerSecond,
                    Double.NaN));
        }
    }

    /** All eight positions of each training tile where their features fit into a quarter of the heap. */
    private List<Symmetry> ways(Split split) {
        if (!request.recipe().feeding().augmentation().turns()) {
            return List.of(Symmetry.IDENTITY);
        }
        Symmetry[] all = Symmetry.values();
        long bytes =
                (long) split.training().size() * all.length * request.network().featureCount() * Float.BYTES;
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

    /** The largest of a probability between the network and the trained layer. */
    private double difference(
            Map<String, Tensor> weights, PatchTransform transform, List<Tile> tiles, List<double[]> expected) {
        List<double[]> found;
        try (InferenceEngine engine =
                request.network().engine(weights, config.inputSizePx(), BATCH, request.threads())) {
            found = TileEvaluation.probabilities(engine, transform, tiles, progress);
        }
        double largest = 0;
        for (int i = 0; i < expected.size(); i++) {
            for (int c = 0; c < expected.get(i).length; c++) {
                largest = Math.max(largest, Math.abs(expected.get(i)[c] - found.get(i)[c]));
            }
        }
        return largest;
    }

    private static double secondsSince(long nanos) {
        return (System.nanoTime() - nanos) / 1e9;
    }
}

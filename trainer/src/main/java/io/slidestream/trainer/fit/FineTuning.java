package io.slidestream.trainer.fit;

import io.slidestream.networks.bundle.ModelConfig;
import io.slidestream.networks.dl4j.Optimiser;
import io.slidestream.networks.dl4j.Trainee;
import io.slidestream.networks.weights.Tensor;
import io.slidestream.trainer.base.Pace;
import io.slidestream.trainer.base.TrainingException;
import io.slidestream.trainer.feed.TrainingBatches;
import io.slidestream.trainer.recipe.Recipe;
import io.slidestream.trainer.recipe.StartingNetwork;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/** Trains all layers of a network. What a step does depends on the request and the step's number alone. */
public final class FineTuning {
    public static final String PHASE = "all layers";

    private final String phase;

    private final Recipe recipe;
    private final StartingNetwork network;
    private final ModelConfig config;
    private final TrainingBatches batches;
    private final Validation validation;
    private final double[] classWeights;
    private final long seed;
    private final int threads;
    private final TrainingListener listener;

    /**
     * @param phase what lines and pictures call it
     * @param seed of what drops out
     */
    public FineTuning(
            String phase,
            Recipe recipe,
            StartingNetwork network,
            ModelConfig config,
            Data data,
            long seed,
            int threads,
            TrainingListener listener) {
        this.phase = phase;
        this.recipe = recipe;
        this.network = network;
        this.config = config;
        this.batches = data.batches();
        this.validation = data.validation();
        this.classWeights = data.classWeights().clone();
        this.seed = seed;
        this.threads = threads;
        this.listener = listener;
    }

    /**
     * What is trained on, and what it is measured on.
     *
     * @param classWeights of each class in the loss
     */
    @SuppressWarnings("ArrayRecordComponent") // identity is never compared
    public record Data(TrainingBatches batches, Validation validation, double[] classWeights) {}

    /** Keeps what an epoch ends with, so that a killed training can go on. */
    public interface Keeper {
        void keep(Progressed progressed);
    }

    /**
     * State of a training after an epoch.
     *
     * @param epochs that are done
     * @param parameters as they are, see {@link Trainee#snapshot}
     * @param best parameters of the best epoch
     * @param bestEpoch counted from 1; 0 where what it began with is still the best
     * @param bestLoss its validation loss
     */
    @SuppressWarnings("ArrayRecordComponent") // identity is never compared
    public record Progressed(
            int epochs,
            float[] parameters,
            Map<String, Tensor> optimiser,
            float[] best,
            int bestEpoch,
            double bestLoss,
            List<EpochRecord> records) {}

    /** How far weights are before the first epoch. */
    public enum Beginning {
        /** Their new layer at least is trained: they may be better than any epoch's. */
        TRAINED,
        /** They are not compared with those of the epochs. */
        UNTRAINED
    }

    /**
     * @param start weights to begin with
     * @param before where a training stood that goes on, or null
     * @throws TrainingException if the loss is no longer a number
     */
    public Tuned run(Map<String, Tensor> start, Beginning beginning, @Nullable Progressed before, Keeper keeper) {
        try (Trainee trainee = network.trainee(start, config.inputSizePx(), recipe, threads);
                Optimiser optimiser = switch (recipe.steps().descent()) {
                    case SGDM -> Optimiser.sgdm(trainee, 0.9, recipe.steps().decay());
                    case ADAMW -> Optimiser.adamW(trainee, recipe.steps().decay());
                }) {
            Progressed now = before == null
                    ? new Progressed(
                            0,
                            new float[0],
                            Map.of(),
                            trainee.snapshot(),
                            0,
                            beginning == Beginning.TRAINED
                                    ? validation.of(start).loss()
                                    : Double.POSITIVE_INFINITY,
                            List.of())
                    : before;
            if (before != null) {
                trainee.restore(before.parameters());
                optimiser.restore(before.optimiser());
            }
            while (now.epochs() < recipe.course().epochs() && !exhausted(now)) {
                now = epoch(trainee, optimiser, now);
                keeper.keep(now);
                listener.epoch(now.records().get(now.epochs() - 1));
            }
            boolean best = recipe.course().kept() == Recipe.Kept.BEST_EPOCH;
            if (best) {
                trainee.restore(now.best());
            }
            return new Tuned(
                    trainee.weights(), best ? now.bestEpoch() : now.epochs(), now.epochs(), usualRate(now.records()));
        }
    }

    /**
     * Whether patience is exhausted. The loss before the first epoch does not count: a new layer alone may be hard to
     * beat while the rate is high.
     */
    private boolean exhausted(Progressed now) {
        List<EpochRecord> records = now.records();
        return recipe.course().kept() == Recipe.Kept.BEST_EPOCH
                && records.stream()
                        .min(Comparator.comparingDouble(EpochRecord::validationLoss))
                        .map(best ->
                                now.epochs() - best.epoch() >= recipe.course().patience())
                        .orElse(false);
    }

    private Progressed epoch(Trainee trainee, Optimiser optimiser, Progressed before) {
        int epoch = before.epochs();
        Pace pace = new Pace(recipe.feeding().batch(), validation.seconds());
        int perEpoch = batches.perEpoch();
        long steps = (long) recipe.course().epochs() * perEpoch;
        FloatBuffer patches = patches();
        int[] classes = new int[recipe.feeding().batch()];
        double losses = 0;
        long correct = 0;
        double rate = 0;
        for (int batch = 0; batch < perEpoch; batch++) {
            long step = (long) epoch * perEpoch + batch;
            rate = recipe.rateAt(step, steps);
            batches.fill(epoch, batch, patches, classes);
            Trainee.Outcome outcome = trainee.computeGradient(patches, classes, classWeights, dropSeed(step));
            double length = trainee.clip(recipe.steps().longestGradient());
            if (!Double.isFinite(outcome.loss()) || !Double.isFinite(length)) {
                throw new TrainingException("training broke down: in batch " + (batch + 1) + " of epoch " + (epoch + 1)
                        + " the loss was " + outcome.loss() + " and the gradient's length " + length
                        + ". Try a lower --learning-rate (it was " + rate + "), and check the pretrained weights and"
                        + " their --normalize");
            }
            optimiser.step(rate, rate * recipe.steps().newLayerFactor());
            losses += outcome.loss();
            correct += outcome.correct();
            pace.stepped();
            listener.batch(new BatchRecord(
                    phase,
                    epoch + 1,
                    recipe.course().epochs(),
                    batch + 1,
                    perEpoch,
                    outcome.loss(),
                    (double) outcome.correct() / recipe.feeding().batch(),
                    pace.imagesPerSecond(),
                    pace.secondsLeft(steps - step - 1, recipe.course().epochs() - epoch)));
        }
        double imagesPerSecond = pace.imagesPerSecond();
        Score held = validation.of(trainee.weights());
        pace = pace.validated(validation.seconds());
        EpochRecord record = new EpochRecord(
                phase,
                epoch + 1,
                recipe.course().epochs(),
                rate,
                new Score(
                        losses / perEpoch,
                        (double) correct / ((long) perEpoch * recipe.feeding().batch())),
                held,
                imagesPerSecond,
                pace.secondsLeft(
                        (long) perEpoch * (recipe.course().epochs() - epoch - 1),
                        recipe.course().epochs() - epoch - 1));
        List<EpochRecord> records = new ArrayList<>(before.records());
        records.add(record);
        boolean better = record.validationLoss() < before.bestLoss();
        float[] parameters = trainee.snapshot();
        return new Progressed(
                epoch + 1,
                parameters,
                optimiser.state(),
                better ? parameters : before.best(),
                better ? epoch + 1 : before.bestEpoch(),
                better ? record.validationLoss() : before.bestLoss(),
                List.copyOf(records));
    }

    private FloatBuffer patches() {
        int side = config.inputSizePx();
        return ByteBuffer.allocateDirect(Math.multiplyExact(recipe.feeding().batch() * 3 * Float.BYTES, side * side))
                .order(ByteOrder.nativeOrder())
                .asFloatBuffer();
    }

    private long dropSeed(long step) {
        return new SplittableRandom(new SplittableRandom(seed).nextLong() + step).nextLong();
    }

    /** The middle of the epochs' rates: one that another program slowed does not count. */
    private static double usualRate(List<EpochRecord> records) {
        double[] rates = records.stream()
                .mapToDouble(EpochRecord::imagesPerSecond)
                .sorted()
                .toArray();
        return rates[rates.length / 2];
    }
}

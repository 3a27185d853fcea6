package io.slidestream.trainer.fit;

import io.slidestream.networks.engine.ClassScores;
import io.slidestream.trainer.data.Samples;
import io.slidestream.trainer.recipe.ClassWeighting;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

/**
 * Trains a linear layer by softmax regression: cross-entropy with {@link #WEIGHTING} of the classes, L2 on the weights,
 * stochastic gradient descent with momentum on mini-batches, the learning rate falling along a cosine. The epoch that does best
 * on the validation samples is kept. One thread, fixed order: equal input gives equal bits.
 */
public final class HeadTrainer {
    public static final int BATCH = 64;
    public static final double LEARNING_RATE = 1;
    public static final double MOMENTUM = 0.9;
    public static final ClassWeighting WEIGHTING = ClassWeighting.ROOT;
    static final int LEAST_EPOCHS = 15;
    static final int LEAST_STEPS = 3_000;

    private final int classCount;
    private final long seed;

    public HeadTrainer(int classCount, long seed) {
        this.classCount = classCount;
        this.seed = seed;
    }

    /** One epoch's figures. The losses are weighted by class, the accuracies are not. */
    public record Epoch(
            double trainingLoss, double validationLoss, double trainingAccuracy, double validationAccuracy) {}

    /**
     * @param epochs all that were run
     * @param bestEpoch index of the one whose weights were kept
     */
    public record Run(LinearHead head, double l2, List<Epoch> epochs, int bestEpoch) {
        public Epoch best() {
            return epochs.get(bestEpoch);
        }
    }

    public Run train(Samples training, Samples validation, double l2) {
        Scaling scaling = new Scaling(training);
        Samples samples = scaling.scaled(training);
        Samples held = scaling.scaled(validation);
        double[] classWeights = classWeights(training);
        LinearHead head = LinearHead.zeros(classCount, training.featureCount());
        LinearHead velocity = head.copy();
        LinearHead best = head;
        List<Epoch> epochs = new ArrayList<>();
        int bestEpoch = 0;
        int[] order = IntStream.range(0, samples.size()).toArray();
        Random random = new Random(seed);
        int stepsAnEpoch = (samples.size() + BATCH - 1) / BATCH;
        int epochCount = Math.max(LEAST_EPOCHS, (LEAST_STEPS + stepsAnEpoch - 1) / stepsAnEpoch);
        int patience = Math.max(5, epochCount / 5);
        for (int epoch = 0; epoch < epochCount && epoch - bestEpoch <= patience; epoch++) {
            shuffle(order, random);
            double rate = LEARNING_RATE * 0.5 * (1 + Math.cos(Math.PI * epoch / epochCount));
            for (int from = 0; from < order.length; from += BATCH) {
                int to = Math.min(order.length, from + BATCH);
                step(head, velocity, samples, order, from, to, classWeights, l2, rate);
            }
            epochs.add(measured(head, samples, held, classWeights));
            if (epochs.get(epoch).validationLoss() < epochs.get(bestEpoch).validationLoss() || epoch == 0) {
                bestEpoch = epoch;
                best = head.copy();
            }
        }
        return new Run(scaling.unscaled(best), l2, List.copyOf(epochs), bestEpoch);
    }

    private void step(
            LinearHead head,
            LinearHead velocity,
            Samples samples,
            int[] order,
            int from,
            int to,
            double[] classWeights,
            double l2,
            double rate) {
        LinearHead gradient = LinearHead.zeros(classCount, samples.featureCount());
        for (int i = from; i < to; i++) {
            float[] features = samples.features()[order[i]];
            int truth = samples.classes()[order[i]];
            double[] error = head.probabilities(features);
            error[truth] -= 1;
            double share = classWeights[truth] / (to - from);
            for (int c = 0; c < classCount; c++) {
                double slope = error[c] * share;
                double[] row = gradient.weights()[c];
                for (int j = 0; j < row.length; j++) {
                    row[j] += slope * features[j];
                }
                gradient.bias()[c] += slope;
            }
        }
        for (int c = 0; c < classCount; c++) {
            double[] weights = head.weights()[c];
            double[] moving = velocity.weights()[c];
            double[] slopes = gradient.weights()[c];
            for (int j = 0; j < weights.length; j++) {
                moving[j] = MOMENTUM * moving[j] - rate * (slopes[j] + l2 * weights[j]);
                weights[j] += moving[j];
            }
            velocity.bias()[c] = MOMENTUM * velocity.bias()[c] - rate * gradient.bias()[c];
            head.bias()[c] += velocity.bias()[c];
        }
    }

    private static Epoch measured(LinearHead head, Samples training, Samples validation, double[] classWeights) {
        double[] onTraining = lossAndAccuracy(head, training, classWeights);
        double[] onValidation = lossAndAccuracy(head, validation, classWeights);
        return new Epoch(onTraining[0], onValidation[0], onTraining[1], onValidation[1]);
    }

    private static double[] lossAndAccuracy(LinearHead head, Samples samples, double[] classWeights) {
        double loss = 0;
        double weights = 0;
        int right = 0;
        for (int i = 0; i < samples.size(); i++) {
            int truth = samples.classes()[i];
            double[] probabilities = head.probabilities(samples.features()[i]);
            loss -= classWeights[truth] * Math.log(Math.max(probabilities[truth], 1e-300));
            weights += classWeights[truth];
            right += ClassScores.likeliest(probabilities) == truth ? 1 : 0;
        }
        return new double[] {loss / weights, (double) right / samples.size()};
    }

    private double[] classWeights(Samples training) {
        int[] counts = new int[classCount];
        for (int c : training.classes()) {
            counts[c]++;
        }
        return WEIGHTING.weights(counts);
    }

    private static void shuffle(int[] order, Random random) {
        for (int i = order.length - 1; i > 0; i--) {
            int j = random.nextInt(i + 1);
            int swapped = order[i];
            order[i] = order[j];
            order[j] = swapped;
        }
    }
}

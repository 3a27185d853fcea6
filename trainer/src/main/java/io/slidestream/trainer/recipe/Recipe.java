package io.slidestream.trainer.recipe;

import java.util.function.Consumer;
import java.util.stream.IntStream;

/**
 * Hyperparameters of the training of the whole network.
 *
 * @param name what reports call it
 * @param newLayerFirst whether the last layer is first trained alone, on cached features of the pretrained network
 * @param epochs of all layers, at most; 0 for the new layer alone
 * @param batch tiles a step
 * @param learningRate of all layers but the last, at its highest
 * @param newLayerFactor the last layer's learning rate in terms of the others'
 * @param decay L2 for SGDM, weight decay for ADAMW; biases have none
 * @param dropout probability of an input to be dropped in the layers whose source does so
 * @param longestGradient longer gradients are shortened; infinite for none
 * @param balanced whether every class counts the same in the loss, however many tiles it has
 * @param turns whether tiles are shown in any of the eight positions
 * @param stain strength of the changes of the H&E stain, 0 for none
 * @param patience epochs of all layers without a lower validation loss after which training ends
 * @param refit epochs of all layers with all tiles after the measuring, those measured on too; 0 for none
 */
public record Recipe(
        String name,
        boolean newLayerFirst,
        int epochs,
        int batch,
        Descent descent,
        double learningRate,
        double newLayerFactor,
        Rate rate,
        double decay,
        double dropout,
        double longestGradient,
        boolean balanced,
        boolean turns,
        double stain,
        Shuffle shuffle,
        Kept kept,
        int patience,
        int refit) {
    /** Optimiser that turns a gradient into a step. */
    public enum Descent {
        /** Momentum 0.9. */
        SGDM,
        ADAMW
    }

    /** Schedule of the learning rate. */
    public enum Rate {
        CONSTANT,
        /** Up along a line over the first twentieth of the steps, then down to 0 along a cosine. */
        WARM_UP_AND_COSINE
    }

    /** Times at which the tiles are shuffled. */
    public enum Shuffle {
        ONCE,
        EACH_EPOCH
    }

    /** Epoch whose weights are kept. */
    public enum Kept {
        LAST_EPOCH,
        /** The epoch's with the lowest validation loss. */
        BEST_EPOCH
    }

    /** Recipe for few tiles and pretrained weights; docs/performance.md says what it reaches. */
    public static final Recipe USUAL = new Recipe(
            "all layers",
            true,
            12,
            32,
            Descent.ADAMW,
            1e-4,
            3,
            Rate.WARM_UP_AND_COSINE,
            1e-4,
            0.5,
            5,
            true,
            true,
            0.15,
            Shuffle.EACH_EPOCH,
            Kept.BEST_EPOCH,
            5,
            6);

    /** Kather's, with what MATLAB's {@code trainNetwork} does where the study says nothing. */
    public static final Recipe SEED_STUDY = new Recipe(
            "seed study",
            false,
            15,
            64,
            Descent.SGDM,
            1e-5,
            1,
            Rate.CONSTANT,
            1e-4,
            0.5,
            Double.POSITIVE_INFINITY,
            false,
            false,
            0,
            Shuffle.ONCE,
            Kept.LAST_EPOCH,
            Integer.MAX_VALUE,
            0);

    public Recipe {
        check(epochs >= 0 && epochs <= 10_000, "epochs must be in 0..10000, was " + epochs);
        check(epochs > 0 || newLayerFirst, "with 0 epochs of all layers, the new layer must be trained first");
        check(batch >= 1 && batch <= 4096, "batch must be in 1..4096, was " + batch);
        check(
                learningRate > 0 && learningRate <= 10,
                "learning rate must be above 0 and at most 10, was " + learningRate);
        check(newLayerFactor > 0, "the new layer's factor must be above 0, was " + newLayerFactor);
        check(decay >= 0 && decay < 1, "decay must be from 0 to below 1, was " + decay);
        check(dropout >= 0 && dropout < 1, "dropout must be from 0 to below 1, was " + dropout);
        check(longestGradient > 0, "the longest gradient must be above 0, was " + longestGradient);
        check(stain >= 0 && stain < 1, "stain must be from 0 to below 1, was " + stain);
        check(refit >= 0 && refit <= 10_000, "epochs of refit must be in 0..10000, was " + refit);
        check(patience >= 1, "patience must be at least 1, was " + patience);
    }

    public Recipe withEpochs(int some) {
        return with(draft -> draft.epochs = some);
    }

    public Recipe withBatch(int some) {
        return with(draft -> draft.batch = some);
    }

    public Recipe withLearningRate(double some) {
        return with(draft -> draft.learningRate = some);
    }

    public Recipe withDropout(double some) {
        return with(draft -> draft.dropout = some);
    }

    public Recipe withRefit(int some) {
        return with(draft -> draft.refit = some);
    }

    /** Turned and restained tiles, or not. */
    public Recipe withAugmentation(boolean turned, double restained) {
        return with(draft -> {
            draft.turns = turned;
            draft.stain = restained;
        });
    }

    /** All layers from the start, as for a network without pretrained weights. */
    public Recipe withoutNewLayerFirst() {
        return with(draft -> draft.newLayerFirst = false);
    }

    /** Recipe of the refit: nothing is validated, so nothing is chosen. */
    public Recipe ofRefit() {
        return with(draft -> {
            draft.newLayerFirst = false;
            draft.epochs = refit;
            draft.kept = Kept.LAST_EPOCH;
        });
    }

    /**
     * Weights of the classes in the loss; they average 1 over the tiles.
     *
     * @param counts tiles of each class
     */
    public double[] classWeights(int[] counts) {
        double tiles = IntStream.of(counts).sum();
        return IntStream.of(counts)
                .mapToDouble(count -> balanced ? tiles / counts.length / Math.max(1, count) : 1)
                .toArray();
    }

    public boolean allLayers() {
        return epochs > 0;
    }

    public Augmentation augmentation() {
        return new Augmentation(turns, stain);
    }

    /** The learning rate of a step, from 0, of so many. */
    public double rateAt(long step, long steps) {
        return switch (rate) {
            case CONSTANT -> learningRate;
            case WARM_UP_AND_COSINE -> {
                long warmUp = Math.max(1, steps / 20);
                yield learningRate * Math.min(1, (step + 1.0) / warmUp) * 0.5 * (1 + Math.cos(Math.PI * step / steps));
            }
        };
    }

    private static void check(boolean holds, String otherwise) {
        if (!holds) {
            throw new IllegalArgumentException(otherwise);
        }
    }

    private Recipe with(Consumer<Draft> changes) {
        Draft draft = new Draft(this);
        changes.accept(draft);
        return new Recipe(
                name,
                draft.newLayerFirst,
                draft.epochs,
                draft.batch,
                descent,
                draft.learningRate,
                newLayerFactor,
                rate,
                decay,
                draft.dropout,
                longestGradient,
                balanced,
                draft.turns,
                draft.stain,
                shuffle,
                draft.kept,
                patience,
                draft.refit);
    }

    /** Mutable copy of the fields in which recipes are made to differ. */
    private static final class Draft {
        private boolean newLayerFirst;
        private int epochs;
        private int batch;
        private double learningRate;
        private double dropout;
        private boolean turns;
        private double stain;
        private Kept kept;
        private int refit;

        Draft(Recipe from) {
            newLayerFirst = from.newLayerFirst;
            epochs = from.epochs;
            batch = from.batch;
            learningRate = from.learningRate;
            dropout = from.dropout;
            turns = from.turns;
            stain = from.stain;
            kept = from.kept;
            refit = from.refit;
        }
    }
}

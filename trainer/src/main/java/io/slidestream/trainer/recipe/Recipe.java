package io.slidestream.trainer.recipe;

import io.slidestream.networks.graph.BatchNormUse;

/**
 * Hyperparameters of the training of the whole network.
 *
 * @param name what reports call it
 * @param newLayerFirst whether the last layer is first trained alone, on cached features of the pretrained network
 * @param dropout probability of an input to be dropped in the layers whose source does so
 * @param batchNorm of networks that have any
 */
public record Recipe(
        String name,
        boolean newLayerFirst,
        double dropout,
        BatchNormUse batchNorm,
        Steps steps,
        Feeding feeding,
        Course course) {
    /**
     * How gradients become steps.
     *
     * @param learningRate of all layers but the last, at its highest
     * @param newLayerFactor the last layer's learning rate in terms of the others'
     * @param decay L2 for SGDM, weight decay for ADAMW; biases have none
     * @param longestGradient longer gradients are shortened; infinite for none
     */
    public record Steps(
            Descent descent,
            double learningRate,
            double newLayerFactor,
            Rate rate,
            double decay,
            double longestGradient) {
        public Steps {
            check(
                    learningRate > 0 && learningRate <= 10,
                    "learning rate must be above 0 and at most 10, was " + learningRate);
            check(newLayerFactor > 0, "the new layer's factor must be above 0, was " + newLayerFactor);
            check(decay >= 0 && decay < 1, "decay must be from 0 to below 1, was " + decay);
            check(longestGradient > 0, "the longest gradient must be above 0, was " + longestGradient);
        }
    }

    /**
     * How tiles are shown.
     *
     * @param batch tiles a step
     */
    public record Feeding(int batch, ClassWeighting weighting, Augmentation augmentation, Shuffle shuffle) {
        public Feeding {
            check(batch >= 1 && batch <= 4096, "batch must be in 1..4096, was " + batch);
        }
    }

    /**
     * How long it takes, and what is kept of it.
     *
     * @param epochs of all layers, at most; 0 for the new layer alone
     * @param patience epochs of all layers without a lower validation loss after which training ends
     * @param refit epochs of all layers with all tiles after the measuring, those measured on too; 0 for none
     */
    public record Course(int epochs, Kept kept, int patience, int refit) {
        public Course {
            check(epochs >= 0 && epochs <= 10_000, "epochs must be in 0..10000, was " + epochs);
            check(refit >= 0 && refit <= 10_000, "epochs of refit must be in 0..10000, was " + refit);
            check(patience >= 1, "patience must be at least 1, was " + patience);
        }
    }

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
            0.5,
            BatchNormUse.FROZEN,
            new Steps(Descent.ADAMW, 1e-4, 3, Rate.WARM_UP_AND_COSINE, 1e-4, 5),
            new Feeding(32, ClassWeighting.ROOT, new Augmentation(true, 0.15), Shuffle.EACH_EPOCH),
            new Course(12, Kept.BEST_EPOCH, 5, 6));

    /** Kather's, with what MATLAB's {@code trainNetwork} does where the study says nothing. */
    public static final Recipe SEED_STUDY = new Recipe(
            "seed study",
            false,
            0.5,
            BatchNormUse.FROZEN,
            new Steps(Descent.SGDM, 1e-5, 1, Rate.CONSTANT, 1e-4, Double.POSITIVE_INFINITY),
            new Feeding(64, ClassWeighting.NONE, Augmentation.NONE, Shuffle.ONCE),
            new Course(15, Kept.LAST_EPOCH, Integer.MAX_VALUE, 0));

    public Recipe {
        check(course.epochs() > 0 || newLayerFirst, "with 0 epochs of all layers, the new layer must be trained first");
        check(dropout >= 0 && dropout < 1, "dropout must be from 0 to below 1, was " + dropout);
    }

    public Recipe withEpochs(int some) {
        return with(new Course(some, course.kept(), course.patience(), course.refit()));
    }

    public Recipe withBatch(int some) {
        return with(new Feeding(some, feeding.weighting(), feeding.augmentation(), feeding.shuffle()));
    }

    public Recipe withLearningRate(double some) {
        Steps other = new Steps(
                steps.descent(), some, steps.newLayerFactor(), steps.rate(), steps.decay(), steps.longestGradient());
        return new Recipe(name, newLayerFirst, dropout, batchNorm, other, feeding, course);
    }

    public Recipe withDropout(double some) {
        return new Recipe(name, newLayerFirst, some, batchNorm, steps, feeding, course);
    }

    public Recipe withBatchNorm(BatchNormUse some) {
        return new Recipe(name, newLayerFirst, dropout, some, steps, feeding, course);
    }

    public Recipe withRefit(int some) {
        return with(new Course(course.epochs(), course.kept(), course.patience(), some));
    }

    public Recipe withAugmentation(Augmentation some) {
        return with(new Feeding(feeding.batch(), feeding.weighting(), some, feeding.shuffle()));
    }

    /** All layers from the start, as for a network without pretrained weights. */
    public Recipe withoutNewLayerFirst() {
        return new Recipe(name, false, dropout, batchNorm, steps, feeding, course);
    }

    /** Recipe of the refit: nothing is validated, so nothing is chosen. */
    public Recipe ofRefit() {
        return withoutNewLayerFirst()
                .with(new Course(course.refit(), Kept.LAST_EPOCH, course.patience(), course.refit()));
    }

    private Recipe with(Feeding some) {
        return new Recipe(name, newLayerFirst, dropout, batchNorm, steps, some, course);
    }

    private Recipe with(Course some) {
        return new Recipe(name, newLayerFirst, dropout, batchNorm, steps, feeding, some);
    }

    /**
     * Weights of the classes in the loss; they average 1 over the tiles.
     *
     * @param counts tiles of each class
     */
    public double[] classWeights(int[] counts) {
        return feeding.weighting().weights(counts);
    }

    public boolean allLayers() {
        return course.epochs() > 0;
    }

    /** The learning rate of a step, from 0, of so many. */
    public double rateAt(long step, long of) {
        double learningRate = steps.learningRate();
        return switch (steps.rate()) {
            case CONSTANT -> learningRate;
            case WARM_UP_AND_COSINE -> {
                long warmUp = Math.max(1, of / 20);
                yield learningRate * Math.min(1, (step + 1.0) / warmUp) * 0.5 * (1 + Math.cos(Math.PI * step / of));
            }
        };
    }

    private static void check(boolean holds, String otherwise) {
        if (!holds) {
            throw new IllegalArgumentException(otherwise);
        }
    }
}

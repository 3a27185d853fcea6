package io.slidestream.standalone.commands;

import io.slidestream.networks.graph.BatchNormUse;
import io.slidestream.standalone.terminal.UsageException;
import io.slidestream.trainer.recipe.Augmentation;
import io.slidestream.trainer.recipe.Recipe;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Options that choose a recipe and change it. */
final class RecipeOptions {
    @Option(
            names = "--seed-study",
            description =
                    "Kather's hyperparameters: sgd with momentum 0.9, batch 64, learning rate 1e-5 for all layers, L2"
                            + " 1e-4, 15 epochs, no augmentation, the last epoch kept.")
    private boolean seedStudy;

    @Option(
            names = "--epochs",
            paramLabel = "N",
            description = "Of all layers, at most; 0 trains the new layer alone. Default: 12, seed study 15.")
    private @Nullable Integer epochs;

    @Option(names = "--batch", paramLabel = "N", description = "Tiles a step. Default: 32, seed study 64.")
    private @Nullable Integer batch;

    @Option(
            names = "--learning-rate",
            paramLabel = "RATE",
            description = "Highest, of all layers but the last. Default: 1e-4, seed study 1e-5.")
    private @Nullable Double learningRate;

    @Option(
            names = "--augment",
            paramLabel = "NAME",
            description =
                    "none, turns (flips and quarter turns) or full (and the H&E stain varied). Default: full, seed"
                            + " study none.")
    private @Nullable String augment;

    @Option(
            names = "--dropout",
            paramLabel = "SHARE",
            description = "Of the inputs of layers whose source drops out. Default: 0.5.")
    private @Nullable Double dropout;

    @Option(
            names = "--batch-norm",
            paramLabel = "NAME",
            description = "Of networks that have batch normalisation: frozen (statistics, factors and summands stay) or"
                    + " train (on the statistics of 8 to 16 tiles at a time). Default: frozen.")
    private @Nullable String batchNorm;

    @Option(
            names = "--refit",
            paramLabel = "N",
            description = "Epochs of all layers with all tiles after the measuring, those measured on too; 0 keeps the"
                    + " measured network. Default: 6, seed study 0.")
    private @Nullable Integer refit;

    /** @throws IllegalArgumentException for values that no training can have */
    Recipe recipe() {
        Recipe recipe = seedStudy ? Recipe.SEED_STUDY : Recipe.USUAL;
        if (epochs != null) {
            recipe = recipe.withEpochs(epochs);
        }
        if (batch != null) {
            recipe = recipe.withBatch(batch);
        }
        if (learningRate != null) {
            recipe = recipe.withLearningRate(learningRate);
        }
        if (dropout != null) {
            recipe = recipe.withDropout(dropout);
        }
        if (batchNorm != null) {
            recipe = recipe.withBatchNorm(batchNormUse(batchNorm));
        }
        if (refit != null) {
            recipe = recipe.withRefit(refit);
        }
        if (augment == null) {
            return recipe;
        }
        return switch (augment) {
            case "none" -> recipe.withAugmentation(Augmentation.NONE);
            case "turns" -> recipe.withAugmentation(new Augmentation(true, 0));
            case "full" -> recipe.withAugmentation(Recipe.USUAL.feeding().augmentation());
            default -> throw new UsageException("--augment must be none, turns or full, was " + augment);
        };
    }

    private static BatchNormUse batchNormUse(String name) {
        return switch (name) {
            case "frozen" -> BatchNormUse.FROZEN;
            case "train" -> BatchNormUse.TRAIN;
            default -> throw new UsageException("--batch-norm must be frozen or train, was " + name);
        };
    }
}

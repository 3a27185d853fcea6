package io.slidestream.trainer.recipe;

import io.slidestream.trainer.data.SplitRatios;
import io.slidestream.trainer.data.Unreadable;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Labelled tiles and how they are parted.
 *
 * @param tiles folder of class folders, or an npz archive of images and labels
 * @param test the same, to test on instead of a part of the tiles, or null
 * @param ratios of the parts; without a test share where {@code test} is given, or where nothing is to be tested on. Null:
 *     the parts that the data come in, or else Kather's
 * @param seed of the split and of the order of training
 * @param groups what tells the case of a tile, which stays in one part; null where tiles are drawn one by one
 * @param folds of a cross-validation, 0 for the usual
 */
public record TrainingTiles(
        Path tiles,
        @Nullable Path test,
        @Nullable SplitRatios ratios,
        Unreadable unreadable,
        long seed,
        @Nullable String groups,
        int folds) {
    /** Most folds of a cross-validation; each is a training. */
    public static final int MOST_FOLDS = 20;

    public TrainingTiles {
        if (folds != 0 && (folds < 2 || folds > MOST_FOLDS)) {
            throw new IllegalArgumentException("folds must be in 2.." + MOST_FOLDS + ", was " + folds);
        }
        if (ratios != null && ratios.test() != 0 && test != null) {
            throw new IllegalArgumentException(
                    "the split must leave nothing for the test, as 80/20 does, since test tiles are named");
        }
    }

    /** Tiles that are drawn one by one. */
    public TrainingTiles(
            Path tiles, @Nullable Path test, @Nullable SplitRatios ratios, Unreadable unreadable, long seed) {
        this(tiles, test, ratios, unreadable, seed, null, 0);
    }

    SplitRatios ratiosOr(SplitRatios usual) {
        return ratios == null ? usual : ratios;
    }
}

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
 */
public record TrainingTiles(
        Path tiles, @Nullable Path test, @Nullable SplitRatios ratios, Unreadable unreadable, long seed) {
    public TrainingTiles {
        if (ratios != null && ratios.test() != 0 && test != null) {
            throw new IllegalArgumentException(
                    "the split must leave nothing for the test, as 80/20 does, since test tiles are named");
        }
    }

    SplitRatios ratiosOr(SplitRatios usual) {
        return ratios == null ? usual : ratios;
    }
}

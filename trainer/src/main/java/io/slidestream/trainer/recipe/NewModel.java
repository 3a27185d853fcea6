package io.slidestream.trainer.recipe;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * The bundle that a training writes.
 *
 * @param out the bundle's folder; a bundle that is there gives way
 * @param name of the model
 * @param tileMpp microns per pixel of the tiles
 * @param licence of the new weights, or null
 * @param notes Markdown for the model card, after its head: origin and licence of data and weights, limits; or null
 */
public record NewModel(
        Path out,
        String name,
        double tileMpp,
        @Nullable String licence,
        @Nullable String notes) {
    public NewModel {
        if (name.isBlank()) {
            throw new IllegalArgumentException("name must not be blank");
        }
        if (!(tileMpp > 0 && tileMpp < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException("tileMpp must be positive, was " + tileMpp);
        }
    }
}

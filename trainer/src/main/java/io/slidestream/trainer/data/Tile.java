package io.slidestream.trainer.data;

import io.slidestream.contracts.files.FileFault;
import io.slidestream.trainer.base.TrainingException;
import io.slidestream.trainer.picture.TilePicture;
import java.io.IOException;
import java.nio.file.Path;

/**
 * A picture and the class it is labelled with.
 *
 * @param classIndex into the class names of the set it belongs to
 */
public record Tile(TileImage image, int classIndex) {
    public Tile(Path file, int classIndex) {
        this(new TileImage.InFile(file), classIndex);
    }

    public String name() {
        return image.name();
    }

    /** The square in the middle of a picture that could be read before: all of it, where it is square. */
    public TilePicture read() {
        try {
            return image.read().middleSquare();
        } catch (IOException e) {
            throw new TrainingException(name() + " can no longer be read: " + FileFault.words(e), e);
        }
    }
}

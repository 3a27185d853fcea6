package io.slidestream.trainer.data;

import io.slidestream.trainer.picture.TilePicture;
import java.io.IOException;
import java.nio.file.Path;

/** Source of a tile's pixels. Safe for concurrent use. */
public interface TileImage {
    /** Name in messages and reports: a file's path, or a place in an array. */
    String name();

    /**
     * The pixels, read anew on each call.
     *
     * @throws IOException saying why they cannot be had
     */
    TilePicture read() throws IOException;

    /** A picture file of its own. */
    record InFile(Path file) implements TileImage {
        @Override
        public String name() {
            return file.toString();
        }

        @Override
        public TilePicture read() throws IOException {
            return PictureFile.read(file);
        }
    }
}

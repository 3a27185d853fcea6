package io.slidestream.slides.parts;

import java.io.IOException;

/** Reads the beginnings of a bucket's files. */
@FunctionalInterface
public interface FileHeads {
    /** Reads this many bytes, or fewer where the file ends. */
    byte[] read(StoredFile file, int maxBytes) throws IOException;
}

package io.slidestream.synthetic;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** A file that appears under its name when it is complete, or not at all. */
public final class FinishedFile {
    private FinishedFile() {}

    @FunctionalInterface
    public interface Writing {
        void to(Path part) throws IOException;
    }

    public static void write(Path path, Writing writing) throws IOException {
        Path part = path.resolveSibling("." + path.getFileName() + ".part");
        try {
            writing.to(part);
            Files.move(part, path, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(part);
        }
    }
}

package io.slidestream.standalone.commands;

import io.slidestream.standalone.terminal.UsageException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** A folder for what a command makes, in which nobody's files are. */
final class EmptyFolder {
    private EmptyFolder() {}

    /** @throws UsageException if something is in it */
    static Path at(Path folder) throws IOException {
        Path place = Files.createDirectories(folder.toAbsolutePath().normalize());
        try (Stream<Path> content = Files.list(place)) {
            if (content.findAny().isPresent()) {
                throw new UsageException(folder + " is not empty; give an empty or a new folder");
            }
        }
        return place;
    }
}

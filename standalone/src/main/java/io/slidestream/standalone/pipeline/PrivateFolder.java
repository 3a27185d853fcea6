package io.slidestream.standalone.pipeline;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/** The state of a run, whose topics and log name slides: for its user alone, whatever the umask. */
final class PrivateFolder {
    private PrivateFolder() {}

    /** Makes the folder or closes it to others. */
    static void make(Path folder) {
        try {
            Files.createDirectories(folder);
            Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx------"));
        } catch (UnsupportedOperationException e) {
            // a file system without permissions
        } catch (IOException e) {
            throw new UncheckedIOException(folder + " cannot be made or closed to others", e);
        }
    }
}

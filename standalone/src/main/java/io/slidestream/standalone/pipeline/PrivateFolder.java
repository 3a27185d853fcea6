package io.slidestream.standalone.pipeline;

import io.slidestream.contracts.files.FileFault;
import io.slidestream.standalone.terminal.UsageException;
import java.io.IOException;
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
            boolean inTheWay = Files.exists(folder) && !Files.isDirectory(folder);
            throw new UsageException("cannot keep the run's state in " + folder + " (" + FileFault.words(e) + "): "
                    + (inTheWay ? "move that away, or " : "")
                    + "give an --out that is a folder, or none yet, and that you may write to");
        }
    }
}

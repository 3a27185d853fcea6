package io.slidestream.system;

import io.slidestream.servicekit.run.Reaper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A disk of 64 MiB in memory in place of a folder. */
final class SmallDisk implements AutoCloseable {
    private final Path folder;
    private final Reaper unmounting;

    private SmallDisk(Path folder) {
        this.folder = folder;
        this.unmounting = Reaper.atTheEnd("umount", "-l", folder.toString());
    }

    /** Whether this user may mount one; else tests of full disks are left out. */
    static boolean isPossible(Path emptyFolder) throws IOException, InterruptedException {
        boolean possible = mount(emptyFolder) == 0;
        if (possible) {
            new SmallDisk(emptyFolder).close();
        }
        return possible;
    }

    /** One without room until {@link #free}. */
    static SmallDisk full(Path emptyFolder) throws IOException, InterruptedException {
        if (mount(emptyFolder) != 0) {
            throw new IOException("cannot mount at " + emptyFolder);
        }
        SmallDisk disk = new SmallDisk(emptyFolder);
        if (command("dd", "if=/dev/zero", "bs=64k", "of=" + disk.filler()) == 0) {
            throw new IOException("there is no end to the room in " + emptyFolder);
        }
        return disk;
    }

    void free() throws IOException {
        Files.delete(filler());
    }

    @Override
    public void close() throws IOException, InterruptedException {
        command("umount", "-l", folder.toString());
        unmounting.close();
    }

    private Path filler() {
        return folder.resolve("filler");
    }

    private static int mount(Path folder) throws IOException, InterruptedException {
        return command("mount", "-t", "tmpfs", "-o", "size=64m,mode=700", "tmpfs", folder.toString());
    }

    private static int command(String... words) throws IOException, InterruptedException {
        return new ProcessBuilder(words)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start()
                .waitFor();
    }
}

package io.slidestream.proving.drill;

import io.slidestream.servicekit.run.Reaper;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/** A small disk in memory in place of a folder, until it is closed. Mounting one needs root. */
final class FullDisk implements AutoCloseable {
    private final Path folder;
    private final Reaper unmounting;

    private FullDisk(Path folder, Reaper unmounting) {
        this.folder = folder;
        this.unmounting = unmounting;
    }

    /** Whether this process may mount one. */
    static boolean isPossible(Path folder) throws IOException, InterruptedException {
        Files.createDirectories(folder);
        boolean mounted = mount(folder, 1);
        if (mounted) {
            unmount(folder);
        }
        return mounted;
    }

    /** An empty one. */
    static FullDisk over(Path folder, int mebibytes) throws IOException, InterruptedException {
        Files.createDirectories(folder);
        if (!mount(folder, mebibytes)) {
            throw new DrillFailure("no disk can be mounted at " + folder + "; that needs root");
        }
        return new FullDisk(folder, Reaper.atTheEnd("umount", "-l", folder.toString()));
    }

    /** Takes all the room that is left. */
    void fill() throws IOException {
        byte[] some = new byte[4096];
        try (OutputStream out = Files.newOutputStream(filler())) {
            while (true) {
                out.write(some);
            }
        } catch (IOException e) {
            if (!String.valueOf(e.getMessage()).contains("No space left")) {
                throw e;
            }
        }
    }

    /** Gives back what was taken. */
    void empty() throws IOException {
        Files.delete(filler());
    }

    @Override
    public void close() throws IOException, InterruptedException {
        unmount(folder);
        unmounting.close();
    }

    private Path filler() {
        return folder.resolve("filler");
    }

    private static boolean mount(Path folder, int mebibytes) throws IOException, InterruptedException {
        return run("mount", "-t", "tmpfs", "-o", "size=" + mebibytes + "m,mode=700", "tmpfs", folder.toString());
    }

    /** Lazily: what was opened on it stays open. */
    private static void unmount(Path folder) throws IOException, InterruptedException {
        if (!run("umount", "-l", folder.toString())) {
            throw new DrillFailure(folder + " cannot be unmounted");
        }
    }

    private static boolean run(String... command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        return process.waitFor(20, TimeUnit.SECONDS) && process.exitValue() == 0;
    }
}

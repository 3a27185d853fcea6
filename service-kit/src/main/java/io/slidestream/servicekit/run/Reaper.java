package io.slidestream.servicekit.run;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.util.List;
import java.util.stream.Stream;

/**
 * A command that runs when this JVM ends before it is told that all is over, in whatever way it ends: no shutdown hook
 * runs when a JVM is killed. A small shell reads from a pipe whose other end this JVM alone holds, so the pipe ends with
 * it. The shell ignores the signals that reach a whole process group.
 */
public final class Reaper implements AutoCloseable {
    private static final String SCRIPT = "trap '' HUP INT TERM; read -r over || \"$@\"";

    private final Process shell;

    private Reaper(Process shell) {
        this.shell = shell;
    }

    /** Has a process killed when this JVM ends; returns the process. Processes of its own are not this one's to end. */
    public static Process entrust(Process process) {
        Reaper reaper = atTheEnd("kill", "-KILL", Long.toString(process.pid()));
        process.onExit().thenRun(reaper::close);
        return process;
    }

    /** Has a command run when this JVM ends, unless the reaper is closed before. Its output is discarded. */
    public static Reaper atTheEnd(String... command) {
        List<String> words = Stream.concat(Stream.of("/bin/sh", "-c", SCRIPT, "slidestream-reaper"), Stream.of(command))
                .toList();
        try {
            return new Reaper(new ProcessBuilder(words)
                    .redirectOutput(Redirect.DISCARD)
                    .redirectError(Redirect.DISCARD)
                    .start());
        } catch (IOException e) {
            throw new UncheckedIOException("no shell can be started to run " + String.join(" ", command), e);
        }
    }

    /** Disarms the reaper. */
    @Override
    public void close() {
        try {
            shell.getOutputStream().write('\n');
            shell.getOutputStream().close();
        } catch (IOException e) {
            // the shell was killed, and its command with it
        }
    }
}

package io.slidestream.system;

import io.slidestream.servicekit.run.Reaper;
import io.slidestream.testkit.Patience;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Programs of others, each with a time limit and without a terminal. */
final class Commands {
    /** @param output both streams; what was said until then where the program was ended for its time */
    record Outcome(int status, String output) {
        boolean good() {
            return status == 0;
        }

        String orFail() {
            if (!good()) {
                throw new AssertionError("status " + status + ": " + output);
            }
            return output;
        }
    }

    static final int TIMED_OUT = 124;
    private static final int NOT_FOUND = 127;

    private Commands() {}

    static Outcome run(Path folder, Duration limit, Map<String, String> environment, List<String> command)
            throws IOException, InterruptedException {
        Path output = Files.createTempFile("output", ".txt");
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectInput(Path.of("/dev/null").toFile())
                .redirectOutput(output.toFile());
        builder.environment().putAll(environment);
        try {
            Process process = Reaper.entrust(builder.start());
            boolean ended = process.waitFor(Patience.of(limit).toMillis(), TimeUnit.MILLISECONDS);
            if (!ended) {
                process.descendants().forEach(ProcessHandle::destroyForcibly);
                process.destroyForcibly().waitFor();
            }
            String said = Files.readString(output, StandardCharsets.UTF_8);
            return ended
                    ? new Outcome(process.exitValue(), said)
                    : new Outcome(TIMED_OUT, said + "\n(ended after " + limit + ": " + command + ")");
        } catch (IOException e) {
            return new Outcome(NOT_FOUND, String.valueOf(e.getMessage()));
        } finally {
            Files.delete(output);
        }
    }
}

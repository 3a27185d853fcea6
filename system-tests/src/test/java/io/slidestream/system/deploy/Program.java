package io.slidestream.system.deploy;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Programs of the system that tests use where they are installed. */
public final class Program {
    private Program() {}

    /** Where it is, or the test is skipped and says which package has it. */
    public static Path installed(String name, String debianPackage) {
        List<Path> found = Stream.of(System.getenv().getOrDefault("PATH", "").split(":"))
                .map(folder -> Path.of(folder, name))
                .filter(Files::isExecutable)
                .toList();
        assumeTrue(!found.isEmpty(), name + " is not installed (apt-get install " + debianPackage + ")");
        return found.get(0);
    }

    /** What it said on both streams, and with which status it ended. */
    record Outcome(int status, String output) {}

    static Outcome run(String... command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Outcome(process.waitFor(), output);
    }
}

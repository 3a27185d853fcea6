package io.slidestream.proving.drill;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Docker's compose command on one file, and the values it gives the file's variables. */
public final class Compose {
    private static final long LIMIT_SECONDS = 180;
    private static final List<List<String>> COMMANDS = List.of(List.of("docker", "compose"), List.of("docker-compose"));

    private final List<String> command;
    private final Path file;

    private Compose(List<String> command, Path file) {
        this.command = command;
        this.file = file;
    }

    /**
     * @param project its name, or null for compose's own choice
     * @throws IllegalArgumentException if there is no such file, or no compose command
     */
    public static Compose of(Path file, @Nullable String project) {
        if (!Files.isRegularFile(file)) {
            throw new IllegalArgumentException(file + " is no file; name the docker-compose.yml that is up");
        }
        for (List<String> known : COMMANDS) {
            List<String> command = new ArrayList<>(known);
            if (run(append(command, "version")).isPresent()) {
                command.addAll(List.of("-f", file.toAbsolutePath().toString()));
                if (project != null) {
                    command.addAll(List.of("-p", project));
                }
                return new Compose(command, file);
            }
        }
        throw new IllegalArgumentException("neither docker compose nor docker-compose can be called here");
    }

    Path file() {
        return file;
    }

    /** Runs docker compose; returns what it printed. */
    String run(String... arguments) {
        return run(append(command, arguments))
                .orElseThrow(() -> new DrillFailure(String.join(" ", append(command, arguments)) + " failed"));
    }

    /** Whether it ended well; compose gives up on a container that waits for one which is not healthy yet. */
    boolean succeeds(String... arguments) {
        return run(append(command, arguments)).isPresent();
    }

    /** Docker's health of the first container of a service: healthy, starting, unhealthy; empty while there is none. */
    String health(String service) {
        Optional<String> id =
                run("ps", "-q", service).lines().filter(line -> !line.isBlank()).findFirst();
        return id.flatMap(one -> run(List.of("docker", "inspect", "-f", "{{.State.Health.Status}}", one)))
                .map(String::strip)
                .orElse("");
    }

    /** A variable as compose sees it: from the environment, from .env, or its default in the file. */
    String variable(String name) {
        String own = System.getenv(name);
        return Optional.ofNullable(own)
                .or(() -> found(file.resolveSibling(".env"), "(?m)^" + name + "=(.*)$"))
                .or(() -> found(file, "\\$\\{" + name + ":-([^}]*)}"))
                .orElseThrow(() -> new DrillFailure(file + " has no variable " + name));
    }

    private static Optional<String> found(Path where, String pattern) {
        try {
            Matcher matcher = Pattern.compile(pattern).matcher(Files.exists(where) ? Files.readString(where) : "");
            return matcher.find() ? Optional.of(matcher.group(1).strip()) : Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + where, e);
        }
    }

    private static List<String> append(List<String> command, String... arguments) {
        return Stream.concat(command.stream(), Stream.of(arguments)).toList();
    }

    /** Empty if it cannot be called, fails, or takes longer than three minutes. */
    private static Optional<String> run(List<String> command) {
        try {
            Path output = Files.createTempFile("slidestream-compose", ".out");
            try {
                Process process = new ProcessBuilder(command)
                        .redirectOutput(output.toFile())
                        .redirectError(ProcessBuilder.Redirect.DISCARD)
                        .start();
                if (!process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)) {
                    process.destroyForcibly();
                    return Optional.empty();
                }
                return process.exitValue() == 0
                        ? Optional.of(Files.readString(output, StandardCharsets.UTF_8))
                        : Optional.empty();
            } finally {
                Files.delete(output);
            }
        } catch (IOException e) {
            return Optional.empty(); // no such command
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }
}

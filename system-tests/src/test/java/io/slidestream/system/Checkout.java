package io.slidestream.system;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.slidestream.proving.processes.ServiceKind;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** What was built here. */
public final class Checkout {
    private static final Path ROOT =
            Path.of(System.getProperty("basedir", "")).toAbsolutePath().resolveSibling("");

    private Checkout() {}

    public static Path root() {
        return ROOT;
    }

    /** A file or folder of the project. */
    public static Path path(String relative) {
        return ROOT.resolve(relative);
    }

    public static Path model() {
        return ROOT.resolve("models/crc-nine-class");
    }

    static Path docs() {
        return ROOT.resolve("docs");
    }

    /** A file of real data, or the test is skipped. */
    public static Path data(String name) {
        String folder = System.getenv("SLIDESTREAM_TEST_DATA");
        assumeTrue(folder != null, "SLIDESTREAM_TEST_DATA names no folder of real data");
        return Path.of(String.valueOf(folder), name);
    }

    /** The command in a JVM of its own, as the launcher starts it on a terminal. */
    public static Child slidestream(Object... arguments) {
        return slidestreamWith(Map.of(), arguments);
    }

    /** The same, with environment variables. */
    public static Child slidestreamWith(Map<String, String> environment, Object... arguments) {
        return slidestreamWith(environment, List.of(), arguments);
    }

    /** The same, with options of Java. */
    public static Child slidestreamWith(Map<String, String> environment, List<String> java, Object... arguments) {
        List<String> options = new ArrayList<>(List.of("-Dslidestream.terminal=true", "-Dslidestream.home=" + ROOT));
        Path jar = jar("standalone");
        options.addAll(ClassArchive.options(jar));
        options.addAll(java);
        return Child.java(environment, options, jar, arguments);
    }

    /** A service in a JVM of its own, from the command's jar. */
    static Child service(ServiceKind kind, Map<String, String> environment, List<String> java) {
        Path jar = jar("standalone");
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(Child.SHORT_LIVED);
        command.addAll(ClassArchive.options(jar));
        command.addAll(java);
        command.addAll(List.of("-cp", jar.toString(), kind.mainClass()));
        return Child.program(environment, command);
    }

    /** A module's jar, whose libraries lie beside it. */
    public static Path jar(String module) {
        Path target = ROOT.resolve(module).resolve("target");
        try (Stream<Path> files = Files.list(target)) {
            return files.filter(file -> file.getFileName().toString().matches(module + "-[0-9.]+\\.jar"))
                    .findFirst()
                    .orElseThrow(() -> new AssertionError("no jar in " + target + "; run mvn verify, or mvn package"));
        } catch (IOException e) {
            throw new UncheckedIOException(target + " is not built; run mvn verify, or mvn package", e);
        }
    }
}

package io.slidestream.testkit;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/** Debian's PostgreSQL, started for the tests of this JVM in a folder of its own. As root, which it refuses, it runs as nobody. */
public final class PostgresServer {
    private static final Path INSTALLED = Path.of("/usr/lib/postgresql");
    /** Who may read a checkout that only root may, and whom the kernel tells so when asked. */
    private static final List<String> AS_NOBODY = List.of(
            "setpriv",
            "--securebits=+no_setuid_fixup",
            "--reuid=nobody",
            "--regid=nogroup",
            "--clear-groups",
            "--inh-caps=+dac_override",
            "--ambient-caps=+dac_override");

    private static final Optional<PostgresServer> RUNNING = start();

    /** Who may do everything, without a password. */
    public static final String USER = "tester";

    private final AtomicInteger count = new AtomicInteger();
    private final Path folder;
    private final Path programs;
    private final int port;

    private PostgresServer(Path folder, Path programs, int port) {
        this.folder = folder;
        this.programs = programs;
        this.port = port;
    }

    /** The server; empty where it is neither where Debian installs it nor in the PATH. */
    public static Optional<PostgresServer> running() {
        return RUNNING;
    }

    /** The JDBC address of a database that nobody has used. */
    public String database() {
        String name = "tests" + count.incrementAndGet();
        run(
                folder,
                List.of(),
                programs.resolve("createdb").toString(),
                "-h",
                "127.0.0.1",
                "-p",
                port,
                "-U",
                USER,
                name);
        return "jdbc:postgresql://127.0.0.1:" + port + "/" + name;
    }

    private static Optional<PostgresServer> start() {
        Optional<Path> programs = programs();
        if (programs.isEmpty()) {
            return Optional.empty();
        }
        try {
            Path folder = Files.createTempDirectory("slidestream-postgres");
            boolean root = "root".equals(System.getProperty("user.name"));
            if (root) {
                run(folder, List.of("chown", "nobody", folder.toString()));
            }
            List<String> as = root ? AS_NOBODY : List.of();
            Path data = folder.resolve("data");
            int port = FreePort.pick();
            run(folder, as, programs.get().resolve("initdb").toString(), "-D", data, "-U", USER, "-A", "trust", "-N");
            Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(folder, as, programs.get(), data)));
            run(
                    folder,
                    as,
                    programs.get().resolve("pg_ctl").toString(),
                    "-D",
                    data,
                    "-w",
                    "-l",
                    folder.resolve("data/server.log"),
                    "-o",
                    "-p " + port + " -c listen_addresses=127.0.0.1 -c unix_socket_directories= -c fsync=off",
                    "start");
            return Optional.of(new PostgresServer(folder, programs.get(), port));
        } catch (IOException e) {
            throw new UncheckedIOException("PostgreSQL is installed and does not start", e);
        }
    }

    private static Optional<Path> programs() {
        try (Stream<Path> installed = Files.isDirectory(INSTALLED) ? Files.list(INSTALLED) : Stream.empty()) {
            Stream<Path> named =
                    Stream.of(System.getenv("PATH").split(File.pathSeparator)).map(Path::of);
            Stream<Path> newest =
                    installed.map(version -> version.resolve("bin")).sorted(Comparator.reverseOrder());
            return Stream.concat(newest, named)
                    .filter(bin -> Stream.of("initdb", "pg_ctl", "createdb")
                            .allMatch(program -> Files.isExecutable(bin.resolve(program))))
                    .findFirst();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void stop(Path folder, List<String> as, Path programs, Path data) {
        run(folder, as, programs.resolve("pg_ctl").toString(), "-D", data, "-m", "immediate", "stop");
        run(folder, List.of("rm", "-rf", folder.toString()));
    }

    private static void run(Path folder, List<String> as, String program, Object... arguments) {
        List<String> command = new ArrayList<>(as);
        command.add(program);
        Stream.of(arguments).map(Object::toString).forEach(command::add);
        run(folder, command);
    }

    private static void run(Path folder, List<String> command) {
        Path log = folder.resolveSibling(folder.getFileName() + ".log");
        try {
            int status = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
                    .start()
                    .waitFor();
            if (status != 0) {
                throw new AssertionError(command + " ended with " + status + ": "
                        + new String(Files.readAllBytes(log), StandardCharsets.UTF_8));
            }
            if (command.contains("rm")) {
                Files.deleteIfExists(log);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }
}

package io.slidestream.standalone.drill;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A service in a JVM of its own, with this one's class path and its output in a file. */
final class ServiceProcess implements DrilledService {
    private static final Duration ANSWER = Duration.ofSeconds(5);
    private static final HttpClient CLIENT =
            HttpClient.newBuilder().connectTimeout(ANSWER).build();

    private final ServiceKind kind;
    private final Process process;
    private final Path log;
    private final int port;

    private ServiceProcess(ServiceKind kind, Process process, Path log, int port) {
        this.kind = kind;
        this.process = process;
        this.log = log;
        this.port = port;
    }

    /**
     * @param settings the service's configuration as environment variables
     * @param port where it answers /health/ready, on loopback
     */
    static ServiceProcess start(ServiceKind kind, Map<String, String> settings, int port, Path log) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
                .filter(argument -> argument.startsWith("-XX:SharedArchiveFile") || argument.startsWith("-Xlog:cds"))
                .forEach(command::add);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), kind.mainClass()));
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile());
        builder.environment().keySet().removeIf(name -> name.startsWith("SLIDESTREAM_"));
        builder.environment().putAll(settings);
        builder.environment().put("SLIDESTREAM_HTTP_ADDRESS", "127.0.0.1:" + port);
        try {
            return new ServiceProcess(kind, builder.start(), log, port);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot start the " + kind.label(), e);
        }
    }

    ServiceKind kind() {
        return kind;
    }

    boolean alive() {
        return process.isAlive();
    }

    /** @throws DrillFailure if it ends instead */
    boolean ready() {
        if (!process.isAlive()) {
            throw new DrillFailure(
                    "the " + kind.label() + " ended with status " + process.exitValue() + ", see " + log);
        }
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/health/ready"))
                .timeout(ANSWER)
                .build();
        try {
            return CLIENT.send(request, BodyHandlers.discarding()).statusCode() == 200;
        } catch (IOException e) {
            return false; // not listening yet
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    @Override
    public void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    @Override
    public void freeze() throws InterruptedException {
        signal("STOP");
    }

    @Override
    public void thaw() throws InterruptedException {
        signal("CONT");
    }

    /** Kills it after half a minute. */
    @Override
    public void end() throws InterruptedException {
        process.destroy();
        if (!process.waitFor(30, TimeUnit.SECONDS)) {
            kill();
        }
    }

    private void signal(String name) throws InterruptedException {
        try {
            int status = new ProcessBuilder("sh", "-c", "kill -" + name + " " + process.pid())
                    .inheritIO()
                    .start()
                    .waitFor();
            if (status != 0) {
                throw new DrillFailure("SIG" + name + " did not reach the " + kind.label());
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot send a signal", e);
        }
    }
}

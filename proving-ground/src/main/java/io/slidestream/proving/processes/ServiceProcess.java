package io.slidestream.proving.processes;

import io.slidestream.servicekit.run.Reaper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A service in a JVM of its own, with this one's class path and its output in a file. It ends with this one, however that ends. */
public final class ServiceProcess implements AutoCloseable {
    private static final Duration ANSWER = Duration.ofSeconds(5);
    private static final Duration SLOW_ANSWER = Duration.ofMinutes(1);
    private static final double MB = 1 << 20;
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
     * @param options of its JVM, beside those that this one has for a quicker start
     */
    public static ServiceProcess start(ServiceKind kind, Map<String, String> settings, List<String> options, Path log) {
        int port = Ports.free();
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
                .filter(argument -> argument.startsWith("-XX:SharedArchiveFile") || argument.startsWith("-Xlog:cds"))
                .forEach(command::add);
        command.addAll(options);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), kind.mainClass()));
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile());
        builder.environment().keySet().removeIf(name -> name.startsWith("SLIDESTREAM_"));
        builder.environment().putAll(settings);
        builder.environment().put("SLIDESTREAM_HTTP_ADDRESS", "127.0.0.1:" + port);
        try {
            return new ServiceProcess(kind, Reaper.entrust(builder.start()), log, port);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot start the " + kind.label(), e);
        }
    }

    public ServiceKind kind() {
        return kind;
    }

    public boolean alive() {
        return process.isAlive();
    }

    /** @throws ServiceFailure if it ends instead */
    public boolean ready() {
        checkAlive();
        try {
            return CLIENT.send(request("/health/ready", ANSWER), BodyHandlers.discarding())
                            .statusCode()
                    == 200;
        } catch (IOException e) {
            return false; // not listening yet
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /**
     * The sum of all series of its metrics whose line begins so; 0 while it does not answer.
     *
     * @throws ServiceFailure if it ends instead
     */
    public double metric(String beginning) {
        checkAlive();
        try {
            return sum(metrics(ANSWER), beginning);
        } catch (IOException e) {
            return 0; // not listening yet, or too busy
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return 0;
        }
    }

    /**
     * Has it collect its garbage, and looks. Native memory is known on Linux only; elsewhere it is NaN.
     *
     * @throws ServiceFailure if it ends instead, or does not answer
     */
    public Footprint footprint() throws InterruptedException {
        checkAlive();
        double residentMb = status("VmRSS:");
        double peakMb = status("VmHWM:");
        collectGarbage();
        try {
            String page = metrics(SLOW_ANSWER);
            return new Footprint(
                    sum(page, "jvm_memory_used_bytes{area=\"heap\"") / MB,
                    residentMb,
                    peakMb,
                    sum(page, "jvm_memory_used_bytes{area=\"nonheap\"") / MB,
                    sum(page, "jvm_threads_live_threads"),
                    sum(page, "process_files_open_files"));
        } catch (IOException e) {
            throw new ServiceFailure("the " + kind.label() + " does not give its metrics (" + e + "), see " + log);
        }
    }

    private String metrics(Duration limit) throws IOException, InterruptedException {
        return CLIENT.send(request("/metrics", limit), BodyHandlers.ofString()).body();
    }

    private static double sum(String page, String beginning) {
        return page.lines()
                .filter(line -> line.startsWith(beginning))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                .sum();
    }

    private void collectGarbage() throws InterruptedException {
        Path jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd");
        try {
            int status = new ProcessBuilder(jcmd.toString(), Long.toString(process.pid()), "GC.run")
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start()
                    .waitFor();
            if (status != 0) {
                throw new ServiceFailure("jcmd could not have the " + kind.label() + " collect its garbage");
            }
        } catch (IOException e) {
            throw new ServiceFailure("memory is measured with the JDK's jcmd: " + e.getMessage());
        }
    }

    private double status(String field) {
        try {
            return Files.readAllLines(Path.of("/proc", Long.toString(process.pid()), "status")).stream()
                    .filter(line -> line.startsWith(field))
                    .mapToDouble(line -> Double.parseDouble(line.replaceAll("\\D", "")) / 1024)
                    .findFirst()
                    .orElse(Double.NaN);
        } catch (IOException e) {
            return Double.NaN;
        }
    }

    private void checkAlive() {
        if (!process.isAlive()) {
            throw new ServiceFailure(
                    "the " + kind.label() + " ended with status " + process.exitValue() + ", see " + log);
        }
    }

    private HttpRequest request(String path, Duration limit) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .timeout(limit)
                .build();
    }

    /** Kills the process with SIGKILL, as the kernel does when memory ends. Returns when it is gone. */
    public void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    public void freeze() throws InterruptedException {
        signal("STOP");
    }

    public void thaw() throws InterruptedException {
        signal("CONT");
    }

    /** Ends the process as an operator does; kills it after half a minute. */
    public void end() throws InterruptedException {
        process.destroy();
        if (!process.waitFor(30, TimeUnit.SECONDS)) {
            kill();
        }
    }

    /** Kills it. */
    @Override
    public void close() {
        process.destroyForcibly();
    }

    private void signal(String name) throws InterruptedException {
        try {
            int status = new ProcessBuilder("sh", "-c", "kill -" + name + " " + process.pid())
                    .inheritIO()
                    .start()
                    .waitFor();
            if (status != 0) {
                throw new ServiceFailure("SIG" + name + " did not reach the " + kind.label());
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot send a signal", e);
        }
    }
}

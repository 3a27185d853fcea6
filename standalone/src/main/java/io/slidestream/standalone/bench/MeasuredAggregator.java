package io.slidestream.standalone.bench;

import io.slidestream.aggregator.AggregatorMain;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The aggregator in a JVM of its own, and what its metrics say. */
final class MeasuredAggregator implements AutoCloseable {
    private static final Pattern ADDRESS = Pattern.compile("health and metrics at (http://\\S+)");
    private static final Duration ANSWER = Duration.ofSeconds(10);
    private static final Duration PATIENCE = Duration.ofMinutes(60);
    private static final long LOOK_MILLIS = 200;
    private static final double MB = 1 << 20;

    private final HttpClient client = HttpClient.newHttpClient();
    private final Process process;
    private final Path log;
    private URI address = URI.create("http://127.0.0.1:0");

    private MeasuredAggregator(Process process, Path log) {
        this.process = process;
        this.log = log;
    }

    static MeasuredAggregator start(String brokers, Path folder, int heapMb) throws IOException, InterruptedException {
        Path log = folder.resolve("aggregator.log");
        ProcessBuilder builder = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx" + heapMb + "m",
                        "-Djava.awt.headless=true",
                        "-cp",
                        System.getProperty("java.class.path"),
                        AggregatorMain.class.getName())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile());
        builder.environment().keySet().removeIf(name -> name.startsWith("SLIDESTREAM_"));
        builder.environment().put("SLIDESTREAM_KAFKA_BOOTSTRAP_SERVERS", brokers);
        builder.environment().put("SLIDESTREAM_HTTP_ADDRESS", "127.0.0.1:0");
        builder.environment().put("SLIDESTREAM_VIEWER_BIND", "127.0.0.1:0");
        builder.environment()
                .put("SLIDESTREAM_STATE_FOLDER", folder.resolve("state").toString());
        builder.environment()
                .put("SLIDESTREAM_RESULTS_FOLDER", folder.resolve("results").toString());
        MeasuredAggregator aggregator = new MeasuredAggregator(builder.start(), log);
        aggregator.await("its address", aggregator::findAddress);
        return aggregator;
    }

    /** @throws BenchException if it ends instead, or takes longer than an hour */
    void await(String what, BooleanSupplier holds) throws InterruptedException {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!holds.getAsBoolean()) {
            if (process.waitFor(LOOK_MILLIS, TimeUnit.MILLISECONDS)) {
                throw new BenchException("the aggregator ended with status " + process.exitValue() + "; see " + log);
            }
            if (System.nanoTime() > deadline) {
                throw new BenchException("waited an hour for " + what + "; see " + log);
            }
        }
    }

    long openMaps() {
        return (long) metric("slidestream_aggregator_maps_open");
    }

    long mapsWritten() {
        return (long) metric("slidestream_aggregator_maps_total");
    }

    /** Scored blocks that it counted. */
    long blocks() {
        return (long) metric("slidestream_aggregator_blocks_total");
    }

    double heapMb() {
        return metric("jvm_memory_used_bytes{area=\"heap\"") / MB;
    }

    double residentMb() {
        try {
            return Files.readAllLines(Path.of("/proc", Long.toString(process.pid()), "status")).stream()
                    .filter(line -> line.startsWith("VmRSS:"))
                    .mapToDouble(line -> Double.parseDouble(line.replaceAll("\\D", "")) / 1024)
                    .findFirst()
                    .orElse(Double.NaN);
        } catch (IOException e) {
            return Double.NaN; // only Linux says
        }
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }

    private boolean findAddress() {
        try {
            Matcher found = ADDRESS.matcher(Files.readString(log));
            if (found.find()) {
                address = URI.create(found.group(1));
                return true;
            }
            return false;
        } catch (IOException e) {
            return false;
        }
    }

    /** The sum of all series whose line begins so; 0 while it does not answer. */
    private double metric(String beginning) {
        HttpRequest request = HttpRequest.newBuilder(address.resolve("/metrics"))
                .timeout(ANSWER)
                .build();
        try {
            HttpResponse<String> page = client.send(request, BodyHandlers.ofString());
            return List.of(page.body().split("\n")).stream()
                    .filter(line -> line.startsWith(beginning))
                    .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                    .sum();
        } catch (IOException e) {
            return 0;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return 0;
        }
    }
}

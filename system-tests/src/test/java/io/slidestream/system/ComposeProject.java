package io.slidestream.system;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.slidestream.servicekit.run.Reaper;
import io.slidestream.testkit.Await;
import io.slidestream.testkit.FreePort;
import io.slidestream.testkit.Patience;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The checkout's compose file under a project name and ports of its own. Closing it removes the volumes too. */
final class ComposeProject implements AutoCloseable {
    private static final String NAME = "slidestream-test";
    private static final String PASSWORD = "for-this-test-only";
    private static final Duration LIMIT = Duration.ofMinutes(5);
    private static final Duration PATIENCE = Duration.ofMinutes(8);
    private static final List<List<String>> COMMANDS = List.of(List.of("docker", "compose"), List.of("docker-compose"));

    /** What the tests alone say of the services. */
    private static final Path QUICK = Path.of("target", "short-lived.compose.yml");

    private final List<String> command;
    private final Map<String, String> environment = new HashMap<>();
    private final Reaper removal;

    private ComposeProject(List<String> command) throws IOException {
        this.command = new ArrayList<>(command);
        for (Path file : files()) {
            this.command.addAll(List.of("-f", file.toString()));
        }
        this.command.addAll(List.of("-p", NAME));
        environment.put("VIEWER_TOKEN", PASSWORD);
        environment.put("BUCKET_SECRET", PASSWORD);
        environment.put("GRAFANA_PASSWORD", PASSWORD);
        for (String port : List.of("VIEWER_PORT", "BUCKET_PORT", "KAFKA_PORT", "PROMETHEUS_PORT", "GRAFANA_PORT")) {
            environment.put(port, Integer.toString(FreePort.pick()));
        }
        List<String> down = new ArrayList<>(List.of("env"));
        environment.forEach((name, value) -> down.add(name + "=" + value));
        down.addAll(this.command);
        down.addAll(List.of("down", "--volumes", "--timeout", "5"));
        removal = Reaper.atTheEnd(down.toArray(String[]::new));
    }

    /** Empty where there is no compose command. */
    static Optional<ComposeProject> here() throws IOException, InterruptedException {
        for (List<String> command : COMMANDS) {
            List<String> asked = new ArrayList<>(command);
            asked.add("version");
            if (Commands.run(Path.of("/"), Duration.ofMinutes(1), Map.of(), asked)
                    .good()) {
                return Optional.of(new ComposeProject(command));
            }
        }
        return Optional.empty();
    }

    /** As compose finds them, and one that has the services' JVMs compile quickly, since they live for a minute. */
    private static List<Path> files() throws IOException {
        StringBuilder quick = new StringBuilder("services:\n");
        for (String service : List.of("kafka", "bucket", "tiler-service", "inference-worker", "aggregator")) {
            quick.append("  %s: {environment: {JAVA_TOOL_OPTIONS: \"%s\"}}\n"
                    .formatted(service, String.join(" ", Child.SHORT_LIVED)));
        }
        Files.createDirectories(QUICK.toAbsolutePath().getParent());
        Files.writeString(QUICK, quick);
        List<Path> files = new ArrayList<>(List.of(Checkout.path("docker-compose.yml")));
        Path override = Checkout.path("docker-compose.override.yml");
        if (Files.exists(override)) {
            files.add(override);
        }
        files.add(QUICK.toAbsolutePath());
        return files;
    }

    String run(String... arguments) throws IOException, InterruptedException {
        List<String> whole = new ArrayList<>(command);
        whole.addAll(List.of(arguments));
        return Commands.run(Checkout.root(), LIMIT, environment, whole).orFail();
    }

    Bucket bucket() {
        return new Bucket(port("BUCKET_PORT"), "slidestream", PASSWORD);
    }

    ViewerClient viewer() {
        return new ViewerClient(port("VIEWER_PORT"), PASSWORD);
    }

    /** The sum over the series of a query's answer; 0 where there are none. */
    double prometheus(String query) throws IOException, InterruptedException {
        double sum = 0;
        for (JsonNode series : answer(query)) {
            sum += series.at("/value/1").asDouble();
        }
        return sum;
    }

    /** Whether any series of a query's answer is a number. */
    boolean hasData(String query) throws IOException, InterruptedException {
        for (JsonNode series : answer(query)) {
            if (!series.at("/value/1").asText().equals("NaN")) {
                return true;
            }
        }
        return false;
    }

    private JsonNode answer(String query) throws IOException, InterruptedException {
        URI uri = URI.create("http://127.0.0.1:" + port("PROMETHEUS_PORT") + "/api/v1/query?query="
                + java.net.URLEncoder.encode(query, java.nio.charset.StandardCharsets.UTF_8));
        String answer = HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(uri)
                                .timeout(Patience.of(Duration.ofSeconds(10)))
                                .build(),
                        BodyHandlers.ofString())
                .body();
        return new ObjectMapper().readTree(answer).at("/data/result");
    }

    void await(String what, Child.Condition condition) throws InterruptedException {
        Await.until(what, PATIENCE, condition::holds, this::logs);
    }

    @Override
    public void close() throws IOException, InterruptedException {
        run("down", "--volumes", "--timeout", "5");
        removal.close();
    }

    private String logs() {
        try {
            return run("ps") + run("logs", "--no-color", "--tail", "50");
        } catch (IOException e) {
            return e.toString();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return e.toString();
        }
    }

    private int port(String name) {
        return Integer.parseInt(String.valueOf(environment.get(name)));
    }
}

package io.slidestream.system;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.slidestream.testkit.FreePort;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** A real Prometheus that asks services every second. Closing kills it. */
record Prometheus(Child process, URI base, Instant started) implements AutoCloseable {
    private static final JsonMapper MAPPER = new JsonMapper();
    private static final HttpClient CLIENT =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(10)).build();

    /** @param services what to ask, by the name of its job */
    static Prometheus asking(Map<String, Services.Running> services, Path program, Path rules, Path folder)
            throws IOException {
        StringBuilder configuration = new StringBuilder("global: {scrape_interval: 1s, evaluation_interval: 1s}\n")
                .append("rule_files: ['" + rules + "']\n")
                .append("scrape_configs:\n");
        services.forEach((job, service) -> configuration
                .append("- {job_name: " + job + ", static_configs: [{targets: ['")
                .append(service.ops().base().getAuthority() + "']}]}\n"));
        Path file = Files.writeString(folder.resolve("prometheus.yml"), configuration);
        int port = FreePort.pick();
        Child process = Child.program(List.of(
                program.toString(),
                "--config.file=" + file,
                "--storage.tsdb.path=" + folder.resolve("prometheus"),
                "--web.listen-address=127.0.0.1:" + port));
        return new Prometheus(process, URI.create("http://127.0.0.1:" + port), Instant.now());
    }

    boolean ready() throws IOException, InterruptedException {
        return CLIENT.send(HttpRequest.newBuilder(base.resolve("/-/ready")).build(), BodyHandlers.discarding())
                        .statusCode()
                == 200;
    }

    /** Whether the query had a value, and not only NaN, at some second since the start. */
    boolean hasData(String query) throws IOException, InterruptedException {
        JsonNode answer = get("/api/v1/query_range?step=1&start=" + started.getEpochSecond() + "&end="
                + Instant.now().getEpochSecond() + "&query=" + URLEncoder.encode(query, StandardCharsets.UTF_8));
        return elements(answer.at("/data/result"))
                .flatMap(series -> elements(series.path("values")))
                .anyMatch(sample -> !sample.path(1).asText().equals("NaN"));
    }

    /** The rules whose evaluation fails, and those not evaluated yet. */
    List<String> unhealthyRules() throws IOException, InterruptedException {
        return elements(get("/api/v1/rules").at("/data/groups"))
                .flatMap(group -> elements(group.path("rules")))
                .filter(rule -> !rule.path("health").asText().equals("ok"))
                .map(rule -> rule.path("name").asText() + ": "
                        + rule.path("lastError").asText("not evaluated yet"))
                .toList();
    }

    /**
     * Whether an alert fired at some second since then; perhaps it no longer does.
     *
     * @param labels that it has, as {@code job="aggregator"}
     */
    boolean fired(String alert, String labels, Instant since) throws IOException, InterruptedException {
        long seconds = Math.max(1, Duration.between(since, Instant.now()).toSeconds());
        String query = "max_over_time(ALERTS{alertstate=\"firing\",alertname=\"%s\",%s}[%ds])"
                .formatted(alert, labels, seconds);
        return !get("/api/v1/query?query=" + URLEncoder.encode(query, StandardCharsets.UTF_8))
                .at("/data/result")
                .isEmpty();
    }

    private JsonNode get(String path) throws IOException, InterruptedException {
        String body = CLIENT.send(HttpRequest.newBuilder(base.resolve(path)).build(), BodyHandlers.ofString())
                .body();
        JsonNode answer = MAPPER.readTree(body);
        if (!answer.path("status").asText().equals("success")) {
            throw new AssertionError(path + " was answered with " + body);
        }
        return answer;
    }

    private static Stream<JsonNode> elements(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false);
    }

    @Override
    public void close() {
        process.close();
    }
}

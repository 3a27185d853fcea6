package io.slidestream.proving.panels;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Asks a Prometheus. */
final class PrometheusQueries {
    private static final Duration ANSWER = Duration.ofSeconds(30);
    private static final Pattern LABEL = Pattern.compile("\\{\\{\\s*(\\w+)\\s*}}");
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final HttpClient CLIENT =
            HttpClient.newBuilder().connectTimeout(ANSWER).build();

    private final URI base;

    PrometheusQueries(URI base) {
        this.base = base;
    }

    /**
     * Lines of a query, named as the panel names them.
     *
     * @throws IOException if it does not answer, or refuses the query; the message has what it says
     */
    List<Series> ask(String query, String legend, Range range) throws IOException, InterruptedException {
        URI question = URI.create(base.toString().replaceAll("/$", "") + "/api/v1/query_range?step="
                + range.step().toSeconds()
                + "&start=" + range.from().getEpochSecond() + "&end="
                + range.to().getEpochSecond() + "&query="
                + URLEncoder.encode(range.filled(query), StandardCharsets.UTF_8));
        String body = CLIENT.send(
                        HttpRequest.newBuilder(question).timeout(ANSWER).build(), BodyHandlers.ofString())
                .body();
        JsonNode answer = JSON.readTree(body);
        if (!answer.path("status").asText().equals("success")) {
            throw new IOException(
                    base + " refused '" + query + "': " + answer.path("error").asText());
        }
        List<Series> all = new ArrayList<>();
        for (JsonNode one : answer.at("/data/result")) {
            List<Series.Point> points = new ArrayList<>();
            for (JsonNode sample : one.path("values")) {
                points.add(new Series.Point(
                        sample.path(0).asDouble(), number(sample.path(1).asText())));
            }
            all.add(new Series(named(legend, one.path("metric")), points));
        }
        return all;
    }

    private static double number(String text) {
        return switch (text) {
            case "+Inf" -> Double.POSITIVE_INFINITY;
            case "-Inf" -> Double.NEGATIVE_INFINITY;
            default -> Double.parseDouble(text);
        };
    }

    private static String named(String legend, JsonNode labels) {
        return LABEL.matcher(legend)
                .replaceAll(found ->
                        Matcher.quoteReplacement(labels.path(found.group(1)).asText("")));
    }
}

package io.slidestream.system.deploy;

import com.fasterxml.jackson.databind.JsonNode;
import io.slidestream.system.Checkout;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** The dashboards of deploy/grafana. */
public final class Dashboards {
    private Dashboards() {}

    /** JSON is YAML. */
    static List<JsonNode> all() throws IOException {
        try (Stream<Path> files = Files.list(Checkout.path("deploy/grafana/dashboards"))) {
            return files.sorted().map(Yaml::document).toList();
        }
    }

    static Stream<JsonNode> panels(JsonNode dashboard) {
        return StreamSupport.stream(dashboard.path("panels").spliterator(), false);
    }

    public static Stream<Query> queries() throws IOException {
        return all().stream()
                .flatMap(dashboard -> panels(dashboard)
                        .flatMap(panel -> StreamSupport.stream(
                                        panel.path("targets").spliterator(), false)
                                .map(target -> new Query(
                                        dashboard.path("title").asText() + ", "
                                                + panel.path("title").asText(),
                                        target.path("expr").asText()))));
    }

    /** @param place dashboard and panel */
    public record Query(String place, String expression) {
        /** With the interval that Grafana would set. */
        public String every(String interval) {
            return expression.replace("$__rate_interval", interval);
        }

        @Override
        public String toString() {
            return place + ": " + expression;
        }
    }
}

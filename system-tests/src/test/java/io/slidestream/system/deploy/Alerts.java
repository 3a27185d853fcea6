package io.slidestream.system.deploy;

import com.fasterxml.jackson.databind.JsonNode;
import io.slidestream.system.Checkout;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** The alerts of deploy/prometheus. */
final class Alerts {
    static final Path RULES = Checkout.path("deploy/prometheus/rules/slidestream.yml");
    static final List<Path> TESTS = Stream.of("slidestream.yml", "slow.yml")
            .map(name -> Checkout.path("deploy/prometheus/tests").resolve(name))
            .toList();

    private Alerts() {}

    static List<JsonNode> all() {
        return elements(Yaml.document(RULES).path("groups"))
                .flatMap(group -> elements(group.path("rules")))
                .toList();
    }

    static Stream<JsonNode> elements(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false);
    }

    static String name(JsonNode alert) {
        return alert.path("alert").asText();
    }
}

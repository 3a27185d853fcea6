package io.slidestream.servicekit.run;

import io.slidestream.servicekit.health.Health;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Health as JSON: {@code {"state":"ready","detail":"ready","components":[{"name":…,"state":…,"detail":…}]}}. */
final class HealthReport {
    private HealthReport() {}

    static String json(Health health, @Nullable Service service) {
        String components = service == null
                ? ""
                : service.checks().entrySet().stream()
                        .map(entry -> "{\"name\":" + quoted(entry.getKey()) + "," + fields(entry.getValue()) + "}")
                        .collect(Collectors.joining(","));
        return "{" + fields(health) + ",\"components\":[" + components + "]}\n";
    }

    private static String fields(Health health) {
        return "\"state\":" + quoted(health.state().name().toLowerCase(Locale.ROOT)) + ",\"detail\":"
                + quoted(Unnamed.text(health.detail()));
    }

    private static String quoted(String text) {
        StringBuilder json = new StringBuilder("\"");
        text.chars().forEach(c -> {
            if (c == '"' || c == '\\') {
                json.append('\\').append((char) c);
            } else if (c < 0x20) {
                json.append(String.format(Locale.ROOT, "\\u%04x", c));
            } else {
                json.append((char) c);
            }
        });
        return json.append('"').toString();
    }
}

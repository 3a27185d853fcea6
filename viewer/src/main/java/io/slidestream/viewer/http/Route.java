package io.slidestream.viewer.http;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Handler of a method on a path.
 *
 * @param template {@code /slides/{id}}: a name in braces stands for one segment, {@code {name*}} at the end for the rest,
 *     one segment at least
 */
public record Route(String method, String template, Handler handler) {
    public static Route get(String template, Handler handler) {
        return new Route("GET", template, handler);
    }

    public static Route post(String template, Handler handler) {
        return new Route("POST", template, handler);
    }

    public static Route delete(String template, Handler handler) {
        return new Route("DELETE", template, handler);
    }

    /** The values of the template's names, decoded; empty if the path is another. */
    Optional<Map<String, List<String>>> match(List<String> segments) {
        List<String> parts = RequestPath.split(template);
        Map<String, List<String>> values = new HashMap<>();
        for (int i = 0; i < parts.size(); i++) {
            String part = parts.get(i);
            if (part.endsWith("*}")) {
                if (i >= segments.size()) {
                    return Optional.empty();
                }
                List<String> rest = new ArrayList<>(segments.subList(i, segments.size()));
                values.put(part.substring(1, part.length() - 2), rest);
                return Optional.of(values);
            }
            if (i >= segments.size()) {
                return Optional.empty();
            }
            if (part.startsWith("{")) {
                values.put(part.substring(1, part.length() - 1), List.of(segments.get(i)));
            } else if (!part.equals(segments.get(i))) {
                return Optional.empty();
            }
        }
        return parts.size() == segments.size() ? Optional.of(values) : Optional.empty();
    }
}

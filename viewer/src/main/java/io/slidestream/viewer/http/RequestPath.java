package io.slidestream.viewer.http;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Takes a path apart. No segment that a file system would understand otherwise gets past it. */
final class RequestPath {
    private RequestPath() {}

    /** The segments of a raw path, decoded one by one, so that an encoded slash stays inside its segment. */
    static List<String> segments(String rawPath) throws Problem {
        List<String> segments = new ArrayList<>();
        for (String raw : split(rawPath)) {
            String segment = decode(raw);
            if (segment.isEmpty()
                    || segment.equals(".")
                    || segment.equals("..")
                    || segment.chars().anyMatch(c -> c == '/' || c == '\\' || c < ' ')) {
                throw Problem.badRequest("the path " + rawPath + " has a segment that no resource has");
            }
            segments.add(segment);
        }
        return segments;
    }

    static List<String> split(String path) {
        String trimmed = path.startsWith("/") ? path.substring(1) : path;
        return trimmed.isEmpty() ? List.of() : List.of(trimmed.split("/", -1));
    }

    private static String decode(String raw) throws Problem {
        try {
            return URLDecoder.decode(raw.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw Problem.badRequest("the path segment " + raw + " is not percent-encoded");
        }
    }
}

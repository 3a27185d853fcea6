package io.slidestream.viewer.http;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The parameters behind the question mark; of several with one name the last counts. */
public final class Query {
    private final Map<String, String> values = new HashMap<>();

    Query(@Nullable String raw) throws Problem {
        if (raw == null) {
            return;
        }
        for (String pair : raw.split("&", -1)) {
            int equals = pair.indexOf('=');
            try {
                String name = URLDecoder.decode(equals < 0 ? pair : pair.substring(0, equals), StandardCharsets.UTF_8);
                String value = equals < 0 ? "" : URLDecoder.decode(pair.substring(equals + 1), StandardCharsets.UTF_8);
                values.put(name, value);
            } catch (IllegalArgumentException e) {
                throw Problem.badRequest("the parameter " + pair + " is not percent-encoded");
            }
        }
    }

    /** The text, or {@code otherwise} where it is missing or blank. */
    public String text(String name, String otherwise) {
        String value = values.get(name);
        return value == null || value.isBlank() ? otherwise : value.strip();
    }

    /** One of {@code allowed}. */
    public String choice(String name, List<String> allowed, String otherwise) throws Problem {
        String value = text(name, otherwise);
        if (!value.equals(otherwise) && !allowed.contains(value)) {
            throw Problem.badRequest(name + " must be one of " + String.join(", ", allowed) + ", was " + value);
        }
        return value;
    }

    /** A number in 0..1. */
    public double share(String name, double otherwise) throws Problem {
        String value = text(name, "");
        if (value.isEmpty()) {
            return otherwise;
        }
        try {
            double share = Double.parseDouble(value);
            if (share >= 0 && share <= 1) {
                return share;
            }
        } catch (NumberFormatException e) {
            // told below
        }
        throw Problem.badRequest(name + " must be a number in 0..1, was " + value);
    }

    public int number(String name, int otherwise, int min, int max) throws Problem {
        String value = values.get(name);
        if (value == null || value.isBlank()) {
            return otherwise;
        }
        try {
            int number = Integer.parseInt(value.strip());
            if (number >= min && number <= max) {
                return number;
            }
        } catch (NumberFormatException e) {
            // told below
        }
        throw Problem.badRequest(name + " must be a whole number in " + min + ".." + max + ", was " + value);
    }
}

package io.slidestream.slides.parts;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;

/** Text of the form {@code [section]} and {@code key = value}, as the scanners of several makers write it. */
final class IniText {
    private final Map<String, Map<String, String>> sections = new HashMap<>();

    IniText(byte[] bytes) {
        Map<String, String> section = new HashMap<>();
        for (String line : new String(bytes, StandardCharsets.UTF_8).lines().toList()) {
            String text = line.replace("\uFEFF", "").strip();
            int equals = text.indexOf('=');
            if (text.startsWith("[") && text.endsWith("]")) {
                section = sections.computeIfAbsent(name(text.substring(1, text.length() - 1)), s -> new HashMap<>());
            } else if (equals > 0) {
                section.put(
                        name(text.substring(0, equals)),
                        text.substring(equals + 1).strip());
            }
        }
    }

    /** Empty where there is no such key or nothing behind it. Upper and lower case are the same in sections and keys. */
    Optional<String> value(String section, String key) {
        return Optional.ofNullable(
                        sections.getOrDefault(name(section), Map.of()).get(name(key)))
                .filter(value -> !value.isEmpty());
    }

    /** Every key, in lower case, of every section, with its value. */
    void each(BiConsumer<String, String> keysAndValues) {
        sections.values().forEach(section -> section.forEach(keysAndValues));
    }

    private static String name(String text) {
        return text.strip().toLowerCase(Locale.ROOT);
    }
}

package io.slidestream.system;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * The project's alert rules for the impatient: a minute lasts 0.6 s, an hour 6 s, a day 36 s. Ages in seconds are
 * divided by 7200.
 */
final class HastyRules {
    private static final Map<String, Integer> MILLIS = Map.of("m", 600, "h", 6_000, "d", 36_000);
    private static final Pattern DURATION = Pattern.compile("\\b(\\d+)([mhd])\\b");
    private static final Pattern SECONDS = Pattern.compile("> (\\d{3,})\\b");

    private HastyRules() {}

    static Path in(Path folder) throws IOException {
        String rules = Files.readString(Checkout.path("deploy/prometheus/rules/slidestream.yml"));
        String hasty = DURATION.matcher(rules)
                .replaceAll(found -> MILLIS.getOrDefault(found.group(2), 0) * Integer.parseInt(found.group(1)) + "ms");
        return Files.writeString(
                folder.resolve("hasty.yml"),
                SECONDS.matcher(hasty).replaceAll(found -> "> " + Integer.parseInt(found.group(1)) / 7200.0));
    }
}

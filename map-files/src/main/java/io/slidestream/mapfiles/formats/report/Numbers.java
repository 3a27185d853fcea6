package io.slidestream.mapfiles.formats.report;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** Numbers and dates for people. */
public final class Numbers {
    private static final DateTimeFormatter DATE =
            DateTimeFormatter.ofPattern("d MMMM yyyy, HH:mm 'UTC'", Locale.ENGLISH);

    private Numbers() {}

    public static String area(double mm2) {
        return String.format(Locale.ROOT, mm2 < 10 ? "%.3f" : "%.1f", mm2);
    }

    public static String percent(double share) {
        return String.format(Locale.ROOT, "%.1f", 100 * share);
    }

    public static String twoPlaces(double value) {
        return String.format(Locale.ROOT, "%.2f", value);
    }

    public static String date(Instant at) {
        return DATE.format(at.atOffset(ZoneOffset.UTC));
    }
}

package io.slidestream.tiler.log;

import java.time.Duration;

/** Formats durations for people. */
public final class Durations {
    private Durations() {}

    /** {@code 1 h 5 min}, {@code 3 min}, {@code 20 s}. */
    public static String text(Duration duration) {
        if (duration.toMinutes() == 0) {
            return duration.toSeconds() + " s";
        }
        long hours = duration.toHours();
        return (hours > 0 ? hours + " h " : "") + duration.toMinutesPart() + " min";
    }
}

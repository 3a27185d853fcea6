package io.slidestream.tiler;

import java.time.Duration;

/** Lengths of time for people. */
final class Durations {
    private Durations() {}

    /** {@code 1 h 5 min}, {@code 3 min}, {@code 20 s}. */
    static String text(Duration duration) {
        if (duration.toMinutes() == 0) {
            return duration.toSeconds() + " s";
        }
        long hours = duration.toHours();
        return (hours > 0 ? hours + " h " : "") + duration.toMinutesPart() + " min";
    }
}

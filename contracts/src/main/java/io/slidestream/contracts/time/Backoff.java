package io.slidestream.contracts.time;

import java.time.Duration;

/**
 * Pauses between tries: the first, then twice as long after each further failure, up to the longest. Immutable; whoever tries
 * counts the failures in a row.
 */
public record Backoff(Duration first, Duration longest) {
    public Backoff {
        if (first.isNegative() || longest.compareTo(first) < 0) {
            throw new IllegalArgumentException("first must be from 0 to longest, was " + first + ", " + longest);
        }
    }

    /** @param failures in a row so far, from 1 */
    public Duration pause(int failures) {
        if (failures < 1) {
            throw new IllegalArgumentException("failures must be at least 1, was " + failures);
        }
        Duration pause = first;
        for (int i = 1; i < failures && !pause.isZero() && pause.compareTo(longest) < 0; i++) {
            pause = pause.multipliedBy(2);
        }
        return pause.compareTo(longest) < 0 ? pause : longest;
    }
}

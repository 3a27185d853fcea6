package io.slidestream.proving.chaos;

import java.time.Duration;

/**
 * Settings of a random drill.
 *
 * @param length time in which faults begin; what they need to heal comes on top
 */
public record RandomDrillSettings(long seed, Duration length, int brokers) {
    public RandomDrillSettings {
        if (length.isNegative() || length.isZero() || length.compareTo(Duration.ofHours(24)) > 0) {
            throw new IllegalArgumentException("--minutes must be above 0 and at most 1440");
        }
        if (brokers != 1 && brokers != 3) {
            throw new IllegalArgumentException("--brokers must be 1 or 3, was " + brokers);
        }
    }
}

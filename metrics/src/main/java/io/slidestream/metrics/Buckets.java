package io.slidestream.metrics;

import java.util.Arrays;

/**
 * The upper bounds of a histogram, in the metric's unit, seconds for a timer. Few and fixed: each is a series of every
 * process, and the histograms of several processes can only be added when their bounds are the same.
 */
public enum Buckets {
    NONE,
    /** Times of up to a second, for a tile or a batch. */
    SHORT(0.0001, 0.00025, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10),
    /** Times of up to hours, for a slide. */
    LONG(0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 120, 300, 600, 1_800, 3_600, 7_200, 21_600),
    /** Numbers of patches in a batch. */
    PATCHES(1, 2, 4, 8, 16, 32, 64, 128, 256),
    /** Numbers of deliveries of a block. */
    DELIVERIES(1, 2, 3, 4, 5, 7, 10),
    /** Shares of a whole. */
    SHARES(0.01, 0.02, 0.05, 0.1, 0.2, 0.3, 0.4, 0.6, 0.8, 1);

    @SuppressWarnings("ImmutableEnumChecker") // copied before it is given away
    private final double[] bounds;

    Buckets(double... bounds) {
        this.bounds = bounds;
    }

    double[] bounds() {
        return Arrays.copyOf(bounds, bounds.length);
    }
}

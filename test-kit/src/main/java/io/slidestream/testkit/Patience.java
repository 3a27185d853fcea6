package io.slidestream.testkit;

import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Computes how long tests wait. A limit is written as a quiet machine needs it, and grows with the load: where ten
 * threads want each processor, everything takes ten times as long. The environment variable
 * {@value #FACTOR} multiplies it once more, for machines that are slow while idle.
 */
public final class Patience {
    static final String FACTOR = "SLIDESTREAM_TEST_PATIENCE";

    private Patience() {}

    /** The limit on this machine now; asked again when it is reached, it may have grown. */
    public static Duration of(Duration quiet) {
        double factor = factor(System.getenv(FACTOR), load(), processors());
        return Duration.ofMillis(Math.round(quiet.toMillis() * factor));
    }

    /** The machine's state, for messages of failed waits. */
    static String circumstances() {
        return String.format(Locale.ROOT, "load %.1f on %d processors", load(), processors());
    }

    /**
     * Multiplies what is configured by the threads that want each processor.
     *
     * @param load the mean number of runnable threads, negative where the system does not say
     */
    static double factor(@Nullable String configured, double load, int processors) {
        return configured(configured) * Math.max(1, load / processors);
    }

    private static double configured(@Nullable String factor) {
        double value = 1;
        try {
            value = factor == null ? 1 : Double.parseDouble(factor);
        } catch (NumberFormatException e) {
            value = Double.NaN;
        }
        if (!(value > 0 && value <= 1000)) {
            throw new IllegalArgumentException(FACTOR + " must be a number above 0 and at most 1000, was " + factor);
        }
        return value;
    }

    private static double load() {
        return ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage();
    }

    private static int processors() {
        return Runtime.getRuntime().availableProcessors();
    }
}

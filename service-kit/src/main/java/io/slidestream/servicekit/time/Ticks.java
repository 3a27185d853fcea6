package io.slidestream.servicekit.time;

import java.time.Duration;

/** A monotonic clock: it tells how long something lasts, and no jump of the time of day reaches it. */
@FunctionalInterface
public interface Ticks {
    /** This JVM's. */
    Ticks SYSTEM = System::nanoTime;

    /** Only differences mean something. */
    long nanos();

    /** @param sinceNanos an earlier answer of {@link #nanos} */
    default Duration since(long sinceNanos) {
        return Duration.ofNanos(nanos() - sinceNanos);
    }
}

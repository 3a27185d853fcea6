package io.slidestream.contracts.time;

import java.time.Duration;

/** A monotonic clock: it measures durations, and jumps of the wall clock do not affect it. */
@FunctionalInterface
public interface Ticks {
    /** The monotonic clock of this JVM. */
    Ticks SYSTEM = System::nanoTime;

    /** Nanoseconds of a monotonic clock; only differences mean something. */
    long nanos();

    /** @param sinceNanos an earlier answer of {@link #nanos} */
    default Duration since(long sinceNanos) {
        return Duration.ofNanos(nanos() - sinceNanos);
    }
}

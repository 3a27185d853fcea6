package io.slidestream.tiler.log;

import java.time.Clock;
import java.util.function.LongSupplier;

/**
 * Two clocks.
 *
 * @param nanos tells how long something lasts; nobody sets it
 * @param wall tells the time of day, which may jump
 */
public record Ticks(LongSupplier nanos, Clock wall) {
    public static Ticks of(Clock wall) {
        return new Ticks(System::nanoTime, wall);
    }
}

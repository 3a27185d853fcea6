package io.slidestream.tiler;

import io.slidestream.contracts.time.Ticks;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;

/** A time of day that passes and jumps as told. */
public final class MovingClock extends Clock {
    private Instant now = Instant.EPOCH.plus(Duration.ofDays(20_000));
    private long nanos = 17;

    public void pass(Duration time) {
        now = now.plus(time);
        nanos += time.toNanos();
    }

    /** Somebody sets the clock. */
    public void jump(Duration time) {
        now = now.plus(time);
    }

    public Ticks ticks() {
        return () -> nanos;
    }

    @Override
    public Instant instant() {
        return now;
    }

    @Override
    public ZoneId getZone() {
        return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
        return this;
    }
}

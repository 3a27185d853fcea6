package io.slidestream.viewer.cells;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class RateTest {
    private long now;
    private final Rate rate = new Rate(() -> TimeUnit.MILLISECONDS.toNanos(now));

    @Test
    void rate_isOfTheLastQuarterMinute() {
        assertThat(rate.perSecond()).isZero();
        for (; now <= 60_000; now += 500) {
            rate.add(now < 30_000 ? 100 : 32);
        }
        now -= 500;
        assertThat(rate.perSecond()).isBetween(63.0, 67.0);
        now += 20_000;
        assertThat(rate.perSecond()).isZero();
    }
}

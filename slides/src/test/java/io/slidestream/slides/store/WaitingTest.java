package io.slidestream.slides.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.slidestream.contracts.time.Backoff;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class WaitingTest {
    private static final Backoff SHORT = new Backoff(Duration.ZERO, Duration.ZERO);
    private static final Backoff HOUR = new Backoff(Duration.ofHours(1), Duration.ofHours(1));

    private long nanos;

    @Test
    void wait_endsWhenItsLimitIsPassed() {
        Waiting waiting = new Waiting(SHORT, Duration.ofNanos(10), () -> nanos);
        Waiting.Turn turn = waiting.begin();

        nanos = 10;
        assertThat(turn.again()).isTrue();
        nanos = 11;
        assertThat(turn.again()).isFalse();
        assertThat(waiting.begin().again()).isTrue();
    }

    @Test
    void pauseThatWouldPassTheLimit_isNotBegun() {
        assertThat(new Waiting(HOUR, Duration.ofMinutes(1), () -> nanos).begin().again())
                .isFalse();
    }

    @Test
    void closing_endsWaitsAndPauses() {
        Waiting waiting = new Waiting(HOUR, Duration.ofHours(2), () -> nanos);
        waiting.close();

        assertThat(waiting.isClosed()).isTrue();
        assertThat(waiting.begin().again()).isFalse();
        assertThatThrownBy(() -> waiting.pause(Duration.ofHours(1))).isInstanceOf(InterruptedException.class);
    }

    @Test
    void interruption_endsTheWaitAndIsRestored() {
        Thread.currentThread().interrupt();

        assertThat(new Waiting(HOUR, Duration.ofHours(2), () -> nanos).begin().again())
                .isFalse();
        assertThat(Thread.interrupted()).isTrue();
    }
}

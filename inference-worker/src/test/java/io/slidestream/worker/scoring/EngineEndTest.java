package io.slidestream.worker.scoring;

import static org.assertj.core.api.Assertions.assertThat;

import io.slidestream.servicekit.health.Health;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class EngineEndTest {
    private final AtomicLong nanos = new AtomicLong();
    private final EngineEnd end = new EngineEnd(nanos::get);

    @Test
    void aNetworkThatWorks_hasNothingToSay() {
        assertThat(end.health()).isEmpty();
    }

    @Test
    void aNetworkGivenUp_isToldForAWhile_andThenFails() {
        nanos.set(7);
        end.because(new IllegalStateException("no card"));

        assertThat(end.health()).hasValueSatisfying(health -> {
            assertThat(health.state()).isEqualTo(Health.State.TROUBLED);
            assertThat(health.detail()).contains("no card");
        });
        nanos.addAndGet(EngineEnd.LAST_WORDS.toNanos() - 1);
        assertThat(end.health()).map(Health::state).hasValue(Health.State.TROUBLED);
        nanos.incrementAndGet();
        assertThat(end.health()).hasValue(Health.failed(new IllegalStateException("no card")));
    }
}

package io.slidestream.contracts.time;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class BackoffTest {
    @Test
    void pauses_double_upToTheLongest() {
        Backoff backoff = new Backoff(Duration.ofSeconds(1), Duration.ofSeconds(5));

        assertThat(IntStream.rangeClosed(1, 5).mapToObj(backoff::pause).map(Duration::toSeconds))
                .containsExactly(1L, 2L, 4L, 5L, 5L);
        assertThat(backoff.pause(Integer.MAX_VALUE)).isEqualTo(Duration.ofSeconds(5));
    }

    @Test
    void noPause_staysNone() {
        assertThat(new Backoff(Duration.ZERO, Duration.ofSeconds(1)).pause(Integer.MAX_VALUE))
                .isEqualTo(Duration.ZERO);
    }

    @Test
    void lengthsThatMakeNoSense_areRefused() {
        assertThatThrownBy(() -> new Backoff(Duration.ofSeconds(-1), Duration.ofSeconds(1)))
                .hasMessageContaining("was PT-1S, PT1S");
        assertThatThrownBy(() -> new Backoff(Duration.ofSeconds(2), Duration.ofSeconds(1)))
                .hasMessageContaining("was PT2S, PT1S");
    }
}

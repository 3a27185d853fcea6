package io.slidestream.aggregator.streams;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.streams.errors.StreamsException;
import org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler.StreamThreadExceptionResponse;
import org.junit.jupiter.api.Test;

class ThreadDeathsTest {
    private final AtomicLong nanos = new AtomicLong();
    private final List<Duration> pauses = new ArrayList<>();
    private final ThreadDeaths deaths = new ThreadDeaths(nanos::get, pauses::add);

    @Test
    void permissionThatIsWithdrawn_isWaitedFor_howeverLong_andNamed() {
        for (int i = 0; i < 100; i++) {
            assertThat(deaths.handle(new StreamsException(new TopicAuthorizationException(Set.of("slides")))))
                    .isEqualTo(StreamThreadExceptionResponse.REPLACE_THREAD);
        }

        assertThat(pauses)
                .startsWith(Duration.ofSeconds(1), Duration.ofSeconds(2))
                .endsWith(Duration.ofSeconds(30));
        assertThat(deaths.lately()).hasValueSatisfying(what -> assertThat(what).contains("READ on topic slides"));

        nanos.addAndGet(Duration.ofMinutes(2).toNanos());
        assertThat(deaths.lately()).isEmpty();
        deaths.handle(new StreamsException(
                "Error encountered sending record to topic tumor-maps for task 0_0 due to: …",
                new TopicAuthorizationException(Set.of("tumor-maps"))));
        assertThat(deaths.lately()).hasValueSatisfying(what -> assertThat(what).contains("WRITE on topic tumor-maps"));
        assertThat(pauses.get(pauses.size() - 1)).isEqualTo(Duration.ofSeconds(1));
    }

    @Test
    void otherCauses_areToleratedFiveTimes_andNoError() {
        for (int i = 0; i < 5; i++) {
            assertThat(deaths.handle(new IllegalStateException("a bug")))
                    .isEqualTo(StreamThreadExceptionResponse.REPLACE_THREAD);
        }
        assertThat(deaths.handle(new IllegalStateException("a bug")))
                .isEqualTo(StreamThreadExceptionResponse.SHUTDOWN_CLIENT);
        assertThat(deaths.handle(new OutOfMemoryError("simulated")))
                .isEqualTo(StreamThreadExceptionResponse.SHUTDOWN_CLIENT);
    }
}

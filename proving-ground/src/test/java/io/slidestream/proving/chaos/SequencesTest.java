package io.slidestream.proving.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class SequencesTest {
    private static final Duration HOUR = Duration.ofHours(1);

    @Test
    void sameSeed_drawsTheSame() {
        assertThat(Sequences.draw(7, HOUR, 3)).isEqualTo(Sequences.draw(7, HOUR, 3));
        assertThat(Sequences.draw(7, HOUR, 3)).isNotEqualTo(Sequences.draw(8, HOUR, 3));
    }

    @Test
    void allBegin_withinTheTime() {
        assertThat(LongStream.range(0, 50))
                .allSatisfy(seed -> assertThat(Sequences.draw(seed, Duration.ofMinutes(1), 3).stream()
                                .mapToLong(step -> step.pause().toMillis())
                                .sum())
                        .isLessThanOrEqualTo(60_000));
    }

    @Test
    void anHour_hasEveryFault() {
        assertThat(Sequences.draw(1, HOUR, 3)).extracting(Step::fault).contains(Fault.values());
    }

    @Test
    void oneBroker_hasNoFaultOfSeveral() {
        assertThat(Sequences.draw(1, HOUR, 1))
                .allSatisfy(step -> assertThat(step.broker()).isEqualTo(1))
                .extracting(Step::fault)
                .doesNotContain(Fault.LEADERS_MOVED, Fault.WRITES_REFUSED, Fault.BROKERS_ROLLED);
    }
}

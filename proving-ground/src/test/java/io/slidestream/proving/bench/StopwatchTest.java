package io.slidestream.proving.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class StopwatchTest {
    @Test
    void everyUnit_isReadOnce() throws Exception {
        AtomicInteger read = new AtomicInteger();
        Contender.Unit unit = (thread, progress) -> {
            read.incrementAndGet();
            progress.done(1);
        };

        Rate rate = Stopwatch.rate(Collections.nCopies(100, unit), 3);

        assertThat(rate.perSecond()).isPositive();
        assertThat(rate.perProcessorSecond()).isPositive();
        assertThat(read).hasValue(100);
    }

    @Test
    void failure_isTold() {
        Contender.Unit unit = (thread, progress) -> {
            throw new IOException("tile 3");
        };

        assertThatThrownBy(() -> Stopwatch.rate(List.of(unit), 2)).hasRootCauseMessage("tile 3");
    }
}

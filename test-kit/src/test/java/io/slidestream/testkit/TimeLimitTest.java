package io.slidestream.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

class TimeLimitTest {
    private static final Duration SHORT = Duration.ofMillis(100);

    @Test
    void testThatReadsFromASilentProcess_ends_andTheProcessWithIt() {
        List<Process> started = new ArrayList<>();

        assertThatThrownBy(() -> LimitedRun.of(SHORT, () -> {
                    Process silent = new ProcessBuilder("sh", "-c", "sleep 1000; true").start();
                    started.add(silent);
                    Await.until(
                            "the sleep", () -> silent.descendants().findAny().isPresent());
                    started.get(0).getInputStream().read();
                }))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("no end after")
                .hasMessageContaining("testThatReadsFromASilentProcess");
        assertThat(started).hasSize(1);
        Await.await(() -> !started.get(0).isAlive());
        assertThat(Thread.interrupted())
                .as("no interrupt is left to the next test")
                .isFalse();
    }

    @Test
    void processOfBefore_outlivesATestThatIsEnded() throws Exception {
        Process fixture = new ProcessBuilder("sleep", "1000").start();
        try {
            assertThatThrownBy(() -> LimitedRun.of(SHORT, () -> new CountDownLatch(1).await()))
                    .hasMessageContaining("no end after")
                    .hasCauseInstanceOf(InterruptedException.class);
            assertThat(fixture.isAlive()).isTrue();
        } finally {
            fixture.destroyForcibly().waitFor();
        }
    }

    @Test
    void testInTime_isLeftAlone_andItsFailureToo() throws Throwable {
        LimitedRun.of(Duration.ofMinutes(1), () -> {});
        assertThatThrownBy(() -> LimitedRun.of(Duration.ofMinutes(1), () -> {
                    throw new IllegalStateException("its own");
                }))
                .hasMessage("its own");
    }

    @TimeLimit(seconds = 60)
    @Test
    void annotation_runsTheTest_onItsThread() {
        assertThat(Thread.currentThread().getStackTrace())
                .anyMatch(frame -> frame.getClassName().equals(LimitedRun.class.getName()));
    }
}

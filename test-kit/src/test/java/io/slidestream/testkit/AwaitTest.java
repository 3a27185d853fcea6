package io.slidestream.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class AwaitTest {
    private static final Duration SHORT = Duration.ofMillis(20);
    private final AtomicInteger looks = new AtomicInteger();

    @Test
    void condition_isLookedAtUntilItHolds() {
        Await.await(() -> looks.incrementAndGet() == 5);

        assertThat(looks).hasValue(5);
    }

    @Test
    void ioException_isNotYet() {
        Await.await(() -> {
            if (looks.incrementAndGet() < 3) {
                throw new IOException("nobody listens");
            }
            return true;
        });

        assertThat(looks).hasValue(3);
    }

    @Test
    void whatNeverHolds_isNamedWithItsStoryAndCause() {
        assertThatThrownBy(() -> Await.until(
                        "the map",
                        SHORT,
                        () -> {
                            throw new IOException("nobody listens");
                        },
                        () -> "the log ends here"))
                .isInstanceOf(AssertionError.class)
                .hasMessageMatching("waited \\d+ s in vain for the map \\(load .* processors\\) the log ends here")
                .hasRootCauseMessage("nobody listens");
    }

    @Test
    void otherExceptions_areNotWaitedFor() {
        assertThatThrownBy(() -> Await.await(() -> {
                    looks.incrementAndGet();
                    throw new IllegalStateException("broken");
                }))
                .hasMessage("broken");
        assertThat(looks).hasValue(1);
    }

    @Test
    void interruptedThread_stopsWaiting_andStaysInterrupted() {
        Thread.currentThread().interrupt();

        assertThatThrownBy(() -> Await.await(() -> false)).hasMessageContaining("interrupted");
        assertThat(Thread.interrupted()).isTrue();
    }

    @Test
    void threadThatParks_isSeenWaiting() throws Exception {
        Thread parked = new Thread(java.util.concurrent.locks.LockSupport::park, "parked");
        parked.start();

        Await.waiting(parked);

        assertThat(parked.isAlive()).isTrue();
        parked.interrupt();
        parked.join();
    }
}

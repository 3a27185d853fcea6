package io.slidestream.viewer.deepzoom;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.slidestream.slides.SlideException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class TurnsTest {
    private final Turns turns = new Turns(1);
    private final CompletableFuture<String> outcome = new CompletableFuture<>();
    private final Thread waiter = new Thread(this::takeOne);

    @Test
    void turn_comesWhenTheOneBeforeIsOver() throws Exception {
        try (Turns.Turn unused = turns.take()) {
            startWaiting();
            assertThat(outcome).isNotDone();
        }
        assertThat(outcome.join()).isEqualTo("had one");
    }

    @Test
    void whoWaitsWhenItIsClosed_isSentAway() throws Exception {
        Turns.Turn held = turns.take();
        startWaiting();
        turns.close();
        assertThat(outcome.join()).contains("the viewer is closing");
        held.close();
        assertThatThrownBy(turns::take)
                .isInstanceOf(SlideException.class)
                .hasMessageContaining("the viewer is closing");
    }

    @Test
    void whoIsInterrupted_isSentAway() throws Exception {
        Turns.Turn held = turns.take();
        startWaiting();
        waiter.interrupt();
        assertThat(outcome.join()).contains("the viewer is closing");
        held.close();
        turns.take().close();
    }

    private void startWaiting() {
        waiter.start();
        while (waiter.getState() != Thread.State.WAITING) {
            LockSupport.parkNanos(1_000_000);
        }
    }

    private void takeOne() {
        try (Turns.Turn unused = turns.take()) {
            outcome.complete("had one");
        } catch (SlideException e) {
            outcome.complete(String.valueOf(e.getMessage()));
        }
    }
}

package io.slidestream.viewer.deepzoom;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.slidestream.slides.SlideException;
import io.slidestream.testkit.Await;
import io.slidestream.testkit.TimeLimit;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

@TimeLimit(seconds = 30)
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
        Await.waiting(waiter);
    }

    private void takeOne() {
        try (Turns.Turn unused = turns.take()) {
            outcome.complete("had one");
        } catch (SlideException e) {
            outcome.complete(String.valueOf(e.getMessage()));
        }
    }
}

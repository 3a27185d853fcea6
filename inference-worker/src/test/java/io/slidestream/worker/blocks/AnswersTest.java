package io.slidestream.worker.blocks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.slidestream.contracts.BlockScored;
import io.slidestream.contracts.time.Backoff;
import io.slidestream.servicekit.kafka.DeadLetters;
import io.slidestream.servicekit.telemetry.DeadLetterReason;
import io.slidestream.worker.Blocks;
import io.slidestream.worker.FakePublisher;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.common.errors.NotEnoughReplicasException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.TimeoutException;
import org.junit.jupiter.api.Test;

class AnswersTest {
    private static final BlockScored ANSWER = Rejections.of(Blocks.first(3, 1), "any");

    private final FakePublisher kafka = new FakePublisher();
    private final Queue<Runnable> later = new ArrayDeque<>();
    private boolean ending;
    private final Answers answers = new Answers(
            kafka, kafka, pause -> later::add, new Backoff(Duration.ofMillis(1), Duration.ofMillis(4)), () -> ending);

    @Test
    void refusedAnswer_isHandedOverAgain_untilItIsTaken() {
        kafka.publishing = CompletableFuture.failedFuture(new NotEnoughReplicasException("one of two"));
        CompletableFuture<Void> sent = answers.publish(ANSWER);
        kafka.publishing = CompletableFuture.failedFuture(new TimeoutException("two minutes"));
        later.remove().run();
        assertThat(sent).isNotDone();
        assertThat(answers.areTaken()).isFalse();

        kafka.publishing = CompletableFuture.completedFuture(null);
        later.remove().run();
        assertThat(sent).isCompleted();
        assertThat(answers.areTaken()).isTrue();
        assertThat(kafka.published).containsExactly(ANSWER, ANSWER, ANSWER);
        assertThat(later).isEmpty();
    }

    @Test
    void refusedDeadLetter_isHandedOverAgain() {
        kafka.burying = CompletableFuture.failedFuture(new TimeoutException("two minutes"));
        CompletableFuture<Void> sent = answers.bury(
                new DeadLetters.Letter("tile-blocks", 0, 7, null, null), DeadLetterReason.MALFORMED, "empty");
        kafka.burying = CompletableFuture.completedFuture(null);
        later.remove().run();
        assertThat(sent).isCompleted();
        assertThat(kafka.buried).hasSize(2);
    }

    @Test
    void whatNoTimeCures_hasFailedAtOnce() {
        kafka.publishing = CompletableFuture.failedFuture(new RecordTooLargeException("9 MB"));
        assertThatThrownBy(() -> answers.publish(ANSWER).join()).hasCauseInstanceOf(RecordTooLargeException.class);
        assertThat(later).isEmpty();
        assertThat(answers.areTaken()).isTrue();
    }

    @Test
    void whatIsRefusedWhileTheWorkerEnds_hasFailed() {
        kafka.publishing = CompletableFuture.failedFuture(new TimeoutException("two minutes"));
        CompletableFuture<Void> sent = answers.publish(ANSWER);
        ending = true;
        later.remove().run();
        assertThat(sent).isCompletedExceptionally();
        assertThat(answers.areTaken()).isTrue();
    }
}

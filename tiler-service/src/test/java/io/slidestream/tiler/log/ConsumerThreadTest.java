package io.slidestream.tiler.log;

import static org.assertj.core.api.Assertions.assertThat;

import io.slidestream.testkit.Await;
import io.slidestream.testkit.TimeLimit;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.common.errors.GroupAuthorizationException;
import org.apache.kafka.common.errors.UnsupportedVersionException;
import org.junit.jupiter.api.Test;

@TimeLimit(seconds = 20)
class ConsumerThreadTest {
    private final List<Throwable> failures = new CopyOnWriteArrayList<>();
    private final List<Optional<String>> troubles = new CopyOnWriteArrayList<>();
    private final List<Duration> pauses = new CopyOnWriteArrayList<>();

    @Test
    void permissionThatIsWithdrawn_costsAConsumer_andIsTroubleUntilItIsBack() {
        CountDownLatch never = new CountDownLatch(1);
        try (ConsumerThread thread = thread((self, turn) -> {
            troubles.add(self.trouble());
            if (turn < 2) {
                throw GroupAuthorizationException.forGroupId("tilers");
            }
            self.isWell();
            troubles.add(self.trouble());
            never.await();
        })) {
            Await.until("the third consumer", () -> troubles.size() == 4);
            assertThat(troubles.get(2).orElseThrow()).contains("READ on group tilers");
            assertThat(troubles.get(3)).isEmpty();
            assertThat(pauses).containsExactly(Duration.ofMillis(500), Duration.ofSeconds(1));
        }
        assertThat(failures).isEmpty();
    }

    @Test
    void whatNoConsumerCures_isTold() {
        try (ConsumerThread thread = thread((self, turn) -> {
            throw new UnsupportedVersionException("too old");
        })) {
            Await.until("the failure", () -> !failures.isEmpty());
            assertThat(thread.trouble()).isEmpty();
        }
        assertThat(pauses).isEmpty();
    }

    @Test
    void interruptionThatNobodyAskedFor_isTold() {
        try (ConsumerThread thread = thread((self, turn) -> {
            throw new InterruptedException("by a stranger");
        })) {
            Await.until("the failure", () -> !failures.isEmpty());
            assertThat(failures).singleElement().isInstanceOf(InterruptedException.class);
            assertThat(thread.trouble()).isEmpty();
        }
    }

    private interface Work {
        void with(ConsumerThread self, int turn) throws InterruptedException;
    }

    private ConsumerThread thread(Work work) {
        ConsumerThread[] self = new ConsumerThread[1];
        int[] turns = new int[1];
        self[0] = new ConsumerThread(
                "test",
                () -> new MockConsumer<>("earliest"),
                reading -> work.with(self[0], turns[0]++),
                failures::add,
                pauses::add);
        self[0].start();
        return self[0];
    }
}

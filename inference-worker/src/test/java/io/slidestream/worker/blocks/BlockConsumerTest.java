package io.slidestream.worker.blocks;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.slidestream.contracts.BlockScored;
import io.slidestream.contracts.TileScore;
import io.slidestream.contracts.time.Backoff;
import io.slidestream.servicekit.health.Health;
import io.slidestream.servicekit.telemetry.Tracing;
import io.slidestream.testkit.Await;
import io.slidestream.testkit.TimeLimit;
import io.slidestream.worker.Blocks;
import io.slidestream.worker.Deliveries;
import io.slidestream.worker.FakePublisher;
import io.slidestream.worker.FakeShareConsumer;
import io.slidestream.worker.telemetry.WorkerMetrics;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.apache.kafka.common.errors.CoordinatorNotAvailableException;
import org.apache.kafka.common.errors.GroupAuthorizationException;
import org.apache.kafka.common.errors.GroupIdNotFoundException;
import org.apache.kafka.common.errors.InconsistentGroupProtocolException;
import org.apache.kafka.common.errors.InvalidShareSessionEpochException;
import org.apache.kafka.common.errors.ShareSessionNotFoundException;
import org.apache.kafka.common.errors.UnknownMemberIdException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@TimeLimit(seconds = 20)
class BlockConsumerTest {
    private final FakePublisher kafka = new FakePublisher();
    private final WorkerMetrics metrics = new WorkerMetrics(new SimpleMeterRegistry());
    private final List<Duration> pauses = new CopyOnWriteArrayList<>();
    private final Queue<FakeShareConsumer> next = new ArrayDeque<>();
    private final BlockHandler handler = new BlockHandler(
            Blocks.MODEL,
            5,
            new OneByOne(
                    block -> CompletableFuture.completedFuture(new BlockScored(
                            block.mapId(),
                            1,
                            block.blockIndex(),
                            block.tiles(),
                            List.of(new TileScore.Scored(List.of(1f))),
                            "fake",
                            0,
                            0,
                            0)),
                    Runnable::run),
            block -> false,
            new Answers(
                    kafka,
                    kafka,
                    pause -> Runnable::run,
                    new Backoff(Duration.ofMillis(1), Duration.ofMillis(4)),
                    () -> false),
            metrics,
            Tracing.off(),
            Runnable::run);
    private final AtomicLong nanos = new AtomicLong();
    private final BlockConsumer consumer = new BlockConsumer(
            List.of(new BlockMember(next::remove, Lane.alone())),
            handler,
            metrics,
            Duration.ofNanos(1),
            pauses::add,
            nanos::get);

    @Test
    void coordinatorThatIsNotAvailable_costsAConsumerAndNotTheWorker() {
        next.add(failing(new IllegalStateException(
                "Unexpected error code 15 while fetching from topic-partition tile-blocks-urgent-0")));
        next.add(failing(new CoordinatorNotAvailableException("it moved")));
        FakeShareConsumer last = new FakeShareConsumer();
        last.polls.add(List.of(Deliveries.of(Blocks.of(0, 1), 1, 10)));
        next.add(last);

        consumer.start();
        Await.until("the block is accepted", () -> last.events.contains("accept 10"));
        consumer.close();

        assertThat(pauses).containsExactly(Duration.ofMillis(500), Duration.ofSeconds(1));
        assertThat(consumer.check().state()).isEqualTo(Health.State.READY);
    }

    static Stream<RuntimeException> forgetfulBrokers() {
        return Stream.of(
                new ShareSessionNotFoundException("the leader forgot the session when it moved"),
                new InvalidShareSessionEpochException("the session is another one"),
                new GroupIdNotFoundException("the group was deleted"),
                new UnknownMemberIdException("the coordinator does not know the member"));
    }

    @ParameterizedTest
    @MethodSource("forgetfulBrokers")
    void sessionOrGroupThatBrokersForgot_costsAConsumer_andItsBlocksAreDoneByTheNext(RuntimeException forgotten) {
        FakeShareConsumer first = failing(forgotten);
        next.add(first);
        FakeShareConsumer last = new FakeShareConsumer();
        last.polls.add(List.of(Deliveries.of(Blocks.of(0, 1), 2, 10)));
        next.add(last);

        consumer.start();
        Await.until("the block is accepted", () -> last.events.contains("accept 10"));
        Await.until("the first is closed", () -> first.events.contains("close"));
        consumer.close();

        assertThat(consumer.check().state()).isEqualTo(Health.State.READY);
    }

    @Test
    void permissionThatIsWithdrawn_isNamed_andWaitedFor() {
        next.add(failing(GroupAuthorizationException.forGroupId("workers")));
        List<Health> between = new CopyOnWriteArrayList<>();
        FakeShareConsumer last = new FakeShareConsumer();
        last.onSubscribe = () -> between.add(consumer.check());
        last.polls.add(List.of(Deliveries.of(Blocks.of(0, 1), 1, 10)));
        next.add(last);

        consumer.start();
        Await.until("the block is accepted", () -> last.events.contains("accept 10"));
        consumer.close();

        assertThat(between).singleElement().satisfies(health -> {
            assertThat(health.state()).isEqualTo(Health.State.TROUBLED);
            assertThat(health.detail()).contains("Kafka denies this service READ on group workers");
        });
        assertThat(consumer.check().state()).isEqualTo(Health.State.READY);
    }

    @Test
    void commitThatDoesNotReturn_costsAConsumerAndNotTheWorker() {
        FakeShareConsumer stuck = new FakeShareConsumer();
        stuck.onHang = () -> nanos.addAndGet(BlockConsumer.CALL.toNanos() + 1);
        stuck.polls.add(List.of(Deliveries.of(Blocks.of(0, 1), 1, 10)));
        next.add(stuck);
        FakeShareConsumer last = new FakeShareConsumer();
        last.polls.add(List.of(Deliveries.of(Blocks.of(0, 1), 2, 10)));
        next.add(last);

        consumer.start();
        Await.until("the block is accepted by the second", () -> last.events.contains("accept 10"));
        consumer.close();

        Await.until("the first is closed", () -> stuck.events.contains("close"));
        assertThat(stuck.events).doesNotContain("accept 10");
        assertThat(consumer.check().state()).isEqualTo(Health.State.READY);
    }

    @Test
    void faultOfKafkasClient_costsAConsumer() {
        next.add(failing(new java.util.ConcurrentModificationException()));
        FakeShareConsumer last = new FakeShareConsumer();
        next.add(last);

        consumer.start();
        Await.until("the next one polls", () -> last.events.contains("poll"));
        consumer.close();

        assertThat(consumer.check().state()).isEqualTo(Health.State.READY);
    }

    @Test
    void failureThatStays_isTheWorkers_withItsCure() {
        next.add(failing(new InconsistentGroupProtocolException("it is a consumer group")));

        consumer.start();
        Await.until("the failure is told", () -> consumer.check().state() == Health.State.FAILED);
        consumer.close();

        assertThat(pauses).isEmpty();
        assertThat(consumer.check().detail())
                .contains("Kafka does not take the group (it is a consumer group)", "set another, or delete that one");
    }

    private static FakeShareConsumer failing(RuntimeException failure) {
        FakeShareConsumer consumer = new FakeShareConsumer();
        consumer.pollFailure = failure;
        return consumer;
    }
}

package io.slidestream.worker.blocks;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.slidestream.contracts.BlockScored;
import io.slidestream.contracts.TileBlock;
import io.slidestream.contracts.TileScore;
import io.slidestream.contracts.time.Backoff;
import io.slidestream.servicekit.telemetry.Tracing;
import io.slidestream.testkit.TimeLimit;
import io.slidestream.worker.Blocks;
import io.slidestream.worker.Deliveries;
import io.slidestream.worker.FakePublisher;
import io.slidestream.worker.FakeShareConsumer;
import io.slidestream.worker.telemetry.WorkerMetrics;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import org.apache.kafka.common.errors.TimeoutException;
import org.junit.jupiter.api.Test;

@TimeLimit(seconds = 20)
class ShareLoopTest {
    private final FakeShareConsumer consumer = new FakeShareConsumer();
    private final FakePublisher kafka = new FakePublisher();
    private final Queue<Runnable> later = new ArrayDeque<>();
    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final WorkerMetrics metrics = new WorkerMetrics(registry);
    private final Map<Integer, CompletableFuture<BlockScored>> scores = new ConcurrentHashMap<>();
    private final BlockHandler handler = new BlockHandler(
            Blocks.MODEL,
            5,
            new OneByOne(this::score, Runnable::run),
            block -> false,
            new Answers(
                    kafka,
                    kafka,
                    pause -> later::add,
                    new Backoff(Duration.ofMillis(1), Duration.ofMillis(4)),
                    () -> false),
            metrics,
            Tracing.off(),
            Runnable::run);
    private volatile boolean stopping;
    private Duration backoff = Duration.ofNanos(1);
    private Lane lane = Lane.alone();

    @Test
    void pollsAreLongWhereNothingHasComeForAWhile_andShortAgainAfterBlocks() throws Exception {
        consumer.polls.addAll(Collections.nCopies(21, List.of()));
        consumer.polls.add(List.of(Deliveries.of(block(0), 1, 10)));
        complete(0);
        run(() -> consumer.waits.size() == 23);
        assertThat(consumer.waits.subList(0, 20)).containsOnly(Duration.ofMillis(250));
        assertThat(consumer.waits.subList(20, 22)).as("the last brings a block").containsOnly(Duration.ofSeconds(1));
        assertThat(consumer.waits.get(22)).isEqualTo(Duration.ofMillis(250));
    }

    @Test
    void blocksAreAcknowledgedAsTheyComplete_andNextArePolledAfterTheLast() throws Exception {
        consumer.polls.add(List.of(Deliveries.of(block(0), 1, 10), Deliveries.of(block(1), 1, 11)));
        consumer.polls.add(List.of(Deliveries.of(block(2), 1, 12)));
        complete(1);
        run(() -> {
            if (consumer.events.contains("accept 11")) {
                complete(0);
            }
            if (consumer.events.contains("accept 10")) {
                complete(2);
            }
            return consumer.events.contains("accept 12");
        });
        assertThat(consumer.events)
                .containsExactly("subscribe [tile-blocks]", "poll", "accept 11", "accept 10", "poll", "accept 12");
        assertThat(settled("accepted")).isEqualTo(3);
        assertThat(registry.get("slidestream.blocks.received").counter().count())
                .isEqualTo(3);
        assertThat(registry.get("slidestream.blocks.in.flight").gauge().value()).isZero();
    }

    @Test
    void eachOutcome_hasItsAcknowledgement() throws Exception {
        consumer.polls.add(List.of(
                Deliveries.of(block(0), 1, 10),
                Deliveries.of(block(1), 5, 11),
                Deliveries.of(new byte[] {1}, 1, 12),
                Deliveries.of(Blocks.of(0, 1, "other"), 1, 13)));
        score(block(0)).completeExceptionally(new IllegalStateException("broken"));
        score(block(1)).completeExceptionally(new IllegalStateException("broken"));
        run(() -> consumer.events.size() >= 6);
        assertThat(consumer.events).contains("release 10", "accept 11", "reject 12", "accept 13");
        assertThat(List.of(settled("released"), settled("failed"), settled("rejected"), settled("foreign")))
                .containsOnly(1.0);
    }

    @Test
    void blockThatTakesLong_isRenewedAndKept() throws Exception {
        consumer.lockMs = 2;
        consumer.polls.add(List.of(Deliveries.of(block(0), 1, 10), Deliveries.of(block(1), 1, 11)));
        run(() -> {
            if (Collections.frequency(consumer.events, "renew 10") == 3) {
                complete(0);
                complete(1);
            }
            return consumer.events.contains("accept 10") && consumer.events.contains("accept 11");
        });
        assertThat(consumer.events.subList(0, 8))
                .containsExactly(
                        "subscribe [tile-blocks]",
                        "poll",
                        "renew 10",
                        "renew 11",
                        "poll",
                        "renew 10",
                        "renew 11",
                        "poll");
        assertThat(kafka.published).hasSize(2);
        assertThat(registry.get("slidestream.blocks.renewed").counter().count()).isGreaterThanOrEqualTo(6);
    }

    @Test
    void blockWhoseLockIsLost_isAbandonedAndNeverAcknowledged() throws Exception {
        consumer.lockMs = 2;
        consumer.renewalsFail = true;
        consumer.polls.add(List.of(Deliveries.of(block(0), 1, 10)));
        consumer.polls.add(List.of(Deliveries.of(block(1), 1, 11)));
        complete(1);
        run(() -> consumer.events.contains("accept 11"));
        assertThat(score(block(0))).isCancelled();
        assertThat(consumer.events).containsExactly("subscribe [tile-blocks]", "poll", "renew 10", "poll", "accept 11");
        assertThat(settled("left")).isEqualTo(1);
    }

    @Test
    void whileKafkaTakesNoAnswer_noBlocksArePolled() throws Exception {
        consumer.lockMs = 2;
        consumer.renewalsFail = true;
        consumer.polls.add(List.of(Deliveries.of(block(0), 1, 10)));
        consumer.polls.add(List.of());
        consumer.polls.add(List.of(Deliveries.of(block(1), 1, 11)));
        complete(0);
        complete(1);
        kafka.publishing = CompletableFuture.failedFuture(new TimeoutException("no answer"));
        AtomicInteger roundsWithoutBlock = new AtomicInteger();
        run(() -> {
            if (settled("left") == 1 && roundsWithoutBlock.incrementAndGet() == 3) {
                assertThat(consumer.events).containsExactly("subscribe [tile-blocks]", "poll", "renew 10", "poll");
                kafka.publishing = CompletableFuture.completedFuture(null);
                later.remove().run();
            }
            return consumer.events.contains("accept 11");
        });
        assertThat(kafka.published).hasSize(3);
    }

    @Test
    void releasedBlock_isHeldForTheBackoff_butNotWhenStopping() throws Exception {
        backoff = Duration.ofDays(1);
        consumer.polls.add(List.of(Deliveries.of(block(0), 2, 10), Deliveries.of(block(1), 1, 11)));
        score(block(0)).completeExceptionally(new IllegalStateException("broken"));
        complete(1);
        run(() -> {
            boolean otherDone = consumer.events.contains("accept 11");
            if (otherDone && !stopping) {
                assertThat(consumer.events).doesNotContain("release 10");
            }
            return otherDone;
        });
        assertThat(consumer.events).endsWith("accept 11", "release 10");
    }

    @Test
    void stopping_waitsForTheBlocksInHandAndLeavesTheCancelled() throws Exception {
        consumer.polls.add(List.of(Deliveries.of(block(0), 1, 10), Deliveries.of(block(1), 1, 11)));
        consumer.polls.add(List.of(Deliveries.of(block(2), 1, 12)));
        run(() -> {
            if (stopping) {
                complete(0);
                score(block(1)).cancel(false);
            }
            return consumer.events.contains("poll");
        });
        assertThat(consumer.events).containsExactly("subscribe [tile-blocks]", "poll", "accept 10");
        assertThat(settled("left")).isEqualTo(1);
    }

    @Test
    void closedLane_isNotPolled_untilItOpens_whileWhatIsInHandIsFinished() throws Exception {
        AtomicLong now = new AtomicLong();
        UrgentFirst lanes = new UrgentFirst(Duration.ofSeconds(30), now::get);
        Lane urgent = lanes.urgent();
        lane = lanes.others();
        consumer.polls.add(List.of(Deliveries.of(block(0), 1, 10)));
        consumer.polls.add(List.of(Deliveries.of(block(1), 1, 11)));
        complete(1);
        AtomicInteger roundsClosed = new AtomicInteger();
        run(() -> {
            if (roundsClosed.get() == 0) {
                urgent.foundBlocks();
                complete(0);
            }
            if (roundsClosed.incrementAndGet() == 4) {
                assertThat(consumer.events).containsExactly("subscribe [tile-blocks]", "poll", "accept 10");
                urgent.foundNone();
            }
            return consumer.events.contains("accept 11");
        });
        assertThat(consumer.events).endsWith("poll", "accept 11");
    }

    @Test
    void urgentBlocksThatHang_stopTheOthersForABoundedTime() {
        AtomicLong now = new AtomicLong();
        UrgentFirst lanes = new UrgentFirst(Duration.ofNanos(100), now::get);
        Lane first = lanes.urgent();
        Lane second = lanes.urgent();
        first.foundBlocks();
        second.foundBlocks();
        now.set(60);
        second.foundBlocks();
        assertThat(lanes.others().isOpen()).isFalse();

        now.set(101);
        assertThat(lanes.others().isOpen()).as("the second found blocks at 60").isFalse();
        now.set(161);
        assertThat(lanes.others().isOpen()).isTrue();

        second.foundBlocks();
        second.close();
        assertThat(lanes.others().isOpen()).isTrue();
    }

    /** Runs the loop on this thread until the condition, asked after every round, holds. */
    private void run(BooleanSupplier done) throws InterruptedException {
        new ShareLoop(consumer, lane, handler, metrics, backoff, () -> stopping).run(() -> {
            if (done.getAsBoolean()) {
                stopping = true;
                boolean unused = done.getAsBoolean();
            }
        });
    }

    private CompletableFuture<BlockScored> score(TileBlock block) {
        return scores.computeIfAbsent(block.blockIndex(), index -> new CompletableFuture<>());
    }

    private void complete(int index) {
        TileBlock block = block(index);
        score(block)
                .complete(new BlockScored(
                        block.mapId(),
                        1,
                        index,
                        block.tiles(),
                        List.of(new TileScore.Scored(List.of(1f))),
                        "fake",
                        0,
                        0,
                        0));
    }

    private double settled(String outcome) {
        return registry.get("slidestream.blocks.settled")
                .tag("outcome", outcome)
                .counter()
                .count();
    }

    private static TileBlock block(int index) {
        return Blocks.of(index, 1);
    }
}

package io.slidestream.servicekit.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.slidestream.contracts.Topic;
import io.slidestream.contracts.time.Backoff;
import io.slidestream.servicekit.health.Health;
import io.slidestream.testkit.TimeLimit;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.errors.UnsupportedVersionException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

@TimeLimit(seconds = 30)
class TopicFollowerTest {
    private static final TopicPartition FIRST = new TopicPartition("t", 0);
    private static final TopicPartition SECOND = new TopicPartition("t", 1);
    private static final Duration LONG = Duration.ofHours(1);

    private final FlakyConsumer consumer = new FlakyConsumer();
    private final AtomicInteger made = new AtomicInteger();
    private final BlockingQueue<String> read = new LinkedBlockingQueue<>();
    private final AtomicLong nanos = new AtomicLong();
    private java.util.function.Consumer<ConsumerRecord<byte[], byte[]>> reader = record -> read.add(text(record));
    private @Nullable TopicFollower follower;

    @AfterEach
    void close() {
        if (follower != null) {
            follower.close();
        }
    }

    @Test
    void start_readsWhatIsThere_andThenWhatIsAdded() throws Exception {
        topicHas(FIRST, 0, 2);
        consumer.polls(() -> add(FIRST, 0, "a"));
        consumer.polls(() -> add(FIRST, 1, "b"));
        TopicFollower following = follow(StartPoint.BEGINNING, TopicFollower.OnFailure.HALT);
        following.awaitCaughtUp();

        assertThat(read).containsExactly("a", "b");
        assertThat(following.check()).isEqualTo(Health.ready());
        assertThat(following.hasReached(Map.of(FIRST, 2L, new TopicPartition("other", 0), 9L)))
                .isTrue();
        assertThat(following.hasReached(Map.of(FIRST, 3L))).isFalse();

        read.clear();
        consumer.polls(() -> add(FIRST, 2, "c"));
        assertThat(next()).isEqualTo("c");
    }

    @Test
    void fromTheEnd_whatWasThereIsPassedOver() throws Exception {
        topicHas(FIRST, 0, 7);
        TopicFollower following = follow(StartPoint.END, TopicFollower.OnFailure.HALT);
        following.awaitCaughtUp();
        consumer.polls(() -> add(FIRST, 7, "new"));

        assertThat(next()).isEqualTo("new");
    }

    @Test
    void kafkaAwayAtTheStart_isWaitedFor_asTroubleAndNotAsTheEnd() {
        topicHas(FIRST, 0, 1);
        consumer.polls(() -> add(FIRST, 0, "a"));
        consumer.failures.addAll(List.of(away(), away(), away()));
        List<Health> between = new ArrayList<>();
        consumer.onQuestion = () -> {
            if (follower != null && consumer.failures.size() == 1) {
                between.add(follower.check());
            }
        };
        TopicFollower following = follow(StartPoint.BEGINNING, TopicFollower.OnFailure.HALT);
        following.awaitCaughtUp();

        assertThat(between).isNotEmpty().allSatisfy(health -> {
            assertThat(health.state()).isEqualTo(Health.State.TROUBLED);
            assertThat(health.detail()).contains("[t] cannot be followed just now", "no broker");
        });
        assertThat(following.check()).isEqualTo(Health.ready());
        assertThat(made).hasValue(1);
        assertThat(read).containsExactly("a");
    }

    @Test
    void waitingForKafka_canBeLimited() {
        for (int i = 0; i < 100_000; i++) {
            consumer.failures.add(away());
        }
        TopicFollower following = follow(StartPoint.BEGINNING, TopicFollower.OnFailure.HALT);

        assertThatThrownBy(() -> following.awaitCaughtUp(Duration.ofMillis(1)))
                .isInstanceOf(TimeoutException.class)
                .hasMessageContaining("[t] could not be read within 0 s");
    }

    @Test
    void recordThatCouldNotBeTakenJustNow_comesAgain_andNoneIsSkipped() throws Exception {
        topicHas(FIRST, 0, 2);
        consumer.polls(() -> {
            add(FIRST, 0, "a");
            add(FIRST, 1, "b");
        });
        consumer.polls(() -> {
            add(FIRST, 0, "a");
            add(FIRST, 1, "b");
        });
        AtomicInteger refusals = new AtomicInteger(1);
        reader = record -> {
            if (text(record).equals("b") && refusals.getAndDecrement() > 0) {
                throw away();
            }
            read.add(text(record));
        };
        follow(StartPoint.BEGINNING, TopicFollower.OnFailure.HALT).awaitCaughtUp();

        assertThat(read).containsExactly("a", "b");
        assertThat(made).hasValue(1);
    }

    @Test
    void permissionThatIsWithdrawn_costsAConsumer_alsoWhereDecisionsRestOnTheTopic() {
        topicHas(FIRST, 0, 1);
        consumer.polls(() -> add(FIRST, 0, "a"));
        consumer.failures.add(new TopicAuthorizationException(Set.of("t")));
        TopicFollower following = follow(StartPoint.BEGINNING, TopicFollower.OnFailure.HALT);
        following.awaitCaughtUp();

        assertThat(made).hasValue(2);
        assertThat(following.check()).isEqualTo(Health.ready());
    }

    @Test
    void lastingFailure_halts_andIsTold() {
        topicHas(FIRST, 0, 1);
        consumer.failures.add(new UnsupportedVersionException("too old"));
        TopicFollower following = follow(StartPoint.BEGINNING, TopicFollower.OnFailure.HALT);

        assertThatThrownBy(following::awaitCaughtUp).isInstanceOf(UnsupportedVersionException.class);
        assertThat(following.check().state()).isEqualTo(Health.State.FAILED);
        assertThat(following.check().detail()).contains("too old");
        assertThat(consumer.closed()).isTrue();
    }

    @Test
    void lastingFailure_isTriedAgain_whereTheFollowerMayBeDoneWithout() {
        topicHas(FIRST, 0, 0);
        consumer.failures.add(new UnsupportedVersionException("too old"));
        TopicFollower following = follow(StartPoint.BEGINNING, TopicFollower.OnFailure.RETRY);
        following.awaitCaughtUp();

        assertThat(made).hasValue(2);
        assertThat(following.check()).isEqualTo(Health.ready());
    }

    @Test
    void error_endsEvenWhoRetries() {
        topicHas(FIRST, 0, 1);
        consumer.polls(() -> add(FIRST, 0, "a"));
        reader = record -> {
            throw new OutOfMemoryError("simulated");
        };
        TopicFollower following = follow(StartPoint.BEGINNING, TopicFollower.OnFailure.RETRY);

        assertThatThrownBy(following::awaitCaughtUp).isInstanceOf(OutOfMemoryError.class);
        assertThat(following.check().state()).isEqualTo(Health.State.FAILED);
    }

    @Test
    void partitionAddedLater_isReadFromItsBeginning_alsoByWhoBeganAtTheEnd() throws Exception {
        topicHas(FIRST, 0, 7);
        TopicFollower following = follow(StartPoint.END, TopicFollower.OnFailure.HALT);
        following.awaitCaughtUp();
        consumer.polls(() -> {
            consumer.updateBeginningOffsets(Map.of(SECOND, 0L));
            consumer.updateEndOffsets(Map.of(SECOND, 5L));
            consumer.updatePartitions("t", List.of(info(FIRST), info(SECOND)));
            nanos.addAndGet(LONG.toNanos());
        });
        consumer.whenAssigned(SECOND, () -> add(SECOND, 0, "first of the second"));

        assertThat(next()).isEqualTo("first of the second");
    }

    @Test
    void topicThatDoesNotExistYet_isTrouble_andIsReadFromItsBeginningOnceItDoes() throws Exception {
        AtomicInteger questions = new AtomicInteger();
        consumer.onQuestion = () -> {
            if (questions.incrementAndGet() == 3) {
                topicHas(FIRST, 0, 1);
            }
        };
        consumer.whenAssigned(FIRST, () -> add(FIRST, 0, "a"));
        TopicFollower following = follow(StartPoint.END, TopicFollower.OnFailure.HALT);

        assertThat(next()).isEqualTo("a");
        following.awaitCaughtUp();
    }

    @Test
    void close_endsWaiting() {
        for (int i = 0; i < 100_000; i++) {
            consumer.failures.add(away());
        }
        follower = new TopicFollower(
                "test",
                () -> consumer,
                StartPoint.BEGINNING,
                TopicFollower.OnFailure.HALT,
                List.of(new FollowedTopic("t", reader)),
                nanos::get,
                new Backoff(LONG, LONG));
        follower.start();
        follower.close();

        assertThatThrownBy(follower::awaitCaughtUp).hasMessageContaining("closed");
    }

    @Test
    void junk_isBuriedOrCounted_andTombstonesAreForgotten() {
        List<String> buried = new ArrayList<>();
        List<String> forgotten = new ArrayList<>();
        DeadLetters deadLetters = (letter, reason, why) -> {
            buried.add(text(letter.value()) + " " + reason);
            return CompletableFuture.completedFuture(null);
        };
        SimpleMeterRegistry registry = new SimpleMeterRegistry();
        ConsumerRecord<byte[], byte[]> junk = record("slides", "key", "junk");

        followed(deadLetters, forgotten).reader().accept(junk);
        followed(new SkippedRecords(registry), forgotten).reader().accept(junk);
        followed(deadLetters, forgotten).reader().accept(record("slides", "key", null));

        assertThat(buried).containsExactly("junk MALFORMED");
        assertThat(forgotten).containsExactly("key");
        assertThat(registry.get("slidestream.skipped.records")
                        .tag("topic", "slides")
                        .counter()
                        .count())
                .isEqualTo(1);
    }

    @Test
    void deadLetter_isWaitedForWhileKafkaIsAway_andGivenUpWhereItNeverTakesIt() {
        ConsumerRecord<byte[], byte[]> junk = record("slides", "key", "junk");
        List<String> forgotten = new ArrayList<>();

        assertThatThrownBy(() -> followed((l, r, w) -> CompletableFuture.failedFuture(away()), forgotten)
                        .reader()
                        .accept(junk))
                .isInstanceOf(TimeoutException.class);
        followed((l, r, w) -> CompletableFuture.failedFuture(new RecordTooLargeException("9 MB")), forgotten)
                .reader()
                .accept(junk);
    }

    private static FollowedTopic followed(DeadLetters junk, List<String> forgotten) {
        return FollowedTopic.of(
                Topic.SLIDES,
                junk,
                message -> {
                    throw new AssertionError(message);
                },
                forgotten::add);
    }

    private TopicFollower follow(StartPoint from, TopicFollower.OnFailure onFailure) {
        TopicFollower following = new TopicFollower(
                "test",
                () -> {
                    consumer.open();
                    made.incrementAndGet();
                    return consumer;
                },
                from,
                onFailure,
                List.of(new FollowedTopic("t", record -> reader.accept(record))),
                nanos::get,
                new Backoff(Duration.ofMillis(1), Duration.ofMillis(1)));
        follower = following;
        following.start();
        return following;
    }

    private void topicHas(TopicPartition partition, long begin, long end) {
        consumer.updatePartitions(partition.topic(), List.of(info(partition)));
        consumer.updateBeginningOffsets(new HashMap<>(Map.of(partition, begin)));
        consumer.updateEndOffsets(new HashMap<>(Map.of(partition, end)));
    }

    private void add(TopicPartition partition, long offset, String text) {
        consumer.addRecord(new ConsumerRecord<>(
                partition.topic(), partition.partition(), offset, new byte[0], text.getBytes(UTF_8)));
    }

    private String next() throws InterruptedException {
        return read.take();
    }

    private static ConsumerRecord<byte[], byte[]> record(String topic, String key, @Nullable String value) {
        return new ConsumerRecord<>(topic, 0, 7, key.getBytes(UTF_8), value == null ? null : value.getBytes(UTF_8));
    }

    private static String text(ConsumerRecord<byte[], byte[]> record) {
        return text(record.value());
    }

    private static String text(byte @Nullable [] value) {
        return value == null ? "" : new String(value, UTF_8);
    }

    private static TimeoutException away() {
        return new TimeoutException("no broker");
    }

    private static PartitionInfo info(TopicPartition partition) {
        Node node = new Node(0, "localhost", 9092);
        return new PartitionInfo(partition.topic(), partition.partition(), node, new Node[] {node}, new Node[] {node});
    }
}

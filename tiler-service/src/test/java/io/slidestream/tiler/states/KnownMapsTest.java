package io.slidestream.tiler.states;

import static org.assertj.core.api.Assertions.assertThat;

import io.slidestream.contracts.MapId;
import io.slidestream.contracts.RejectionReason;
import io.slidestream.contracts.SlideEvent;
import io.slidestream.contracts.SlideRejected;
import io.slidestream.contracts.SlideTiled;
import io.slidestream.contracts.TileGrid;
import io.slidestream.contracts.Topic;
import io.slidestream.servicekit.health.Health;
import io.slidestream.servicekit.kafka.DeadLetters;
import io.slidestream.testkit.Await;
import io.slidestream.testkit.MapSamples;
import io.slidestream.testkit.TimeLimit;
import io.slidestream.tiler.Samples;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

@TimeLimit(seconds = 30)
class KnownMapsTest {
    private static final TopicPartition FIRST = new TopicPartition("slides", 0);
    private static final TopicPartition SECOND = new TopicPartition("slides", 1);

    private final MockConsumer<byte[], byte[]> consumer = new MockConsumer<>("earliest");
    private final List<DeadLetters.Letter> buried = new ArrayList<>();
    private final Map<TopicPartition, Long> ends = new HashMap<>(Map.of(FIRST, 0L, SECOND, 0L));
    private final List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();

    private @Nullable KnownMaps started;

    @AfterEach
    void close() {
        if (started != null) {
            started.close();
        }
    }

    @Test
    void start_readsEveryPartitionToItsEnd() {
        put(FIRST, event("S1", 1, null));
        put(FIRST, event("S1", 2, null));
        put(SECOND, event("S2", 1, RejectionReason.NO_MPP));

        KnownMaps known = start();

        assertThat(known.latest(map("S1"))).contains(new KnownMaps.Known(2, null, null));
        assertThat(known.latest(map("S2"))).contains(new KnownMaps.Known(1, RejectionReason.NO_MPP, "why"));
        assertThat(known.latest(map("S3"))).isEmpty();
        assertThat(known.check()).isEqualTo(Health.ready());
    }

    @Test
    void whatAnotherTilerSays_isKnownTooOnceItIsSaid() {
        KnownMaps known = start();
        consumer.schedulePollTask(() -> {
            put(FIRST, event("S9", 1, null));
            consumer.addRecord(records.get(records.size() - 1));
        });
        Await.await(() -> known.latest(map("S9")).isPresent());
        known.close();
        assertThat(consumer.closed()).isTrue();
    }

    @Test
    void junk_isBuried_andWhatFollowsIsRead() {
        put(FIRST, "k".getBytes(StandardCharsets.UTF_8), new byte[] {(byte) 0xFF, 1, 2});
        put(FIRST, event("S1", 1, null));

        KnownMaps known = start();

        assertThat(known.latest(map("S1"))).isPresent();
        assertThat(buried).singleElement().satisfies(letter -> {
            assertThat(letter.topic()).isEqualTo("slides");
            assertThat(letter.offset()).isZero();
            assertThat(letter.value()).containsExactly(0xFF, 1, 2);
        });
    }

    @Test
    void tombstone_forgetsTheMap() {
        put(FIRST, event("S1", 1, null));
        put(FIRST, map("S1").hex().getBytes(StandardCharsets.UTF_8), null);

        assertThat(start().latest(map("S1"))).isEmpty();
        assertThat(buried).isEmpty();
    }

    @Test
    void rejectionsThatTimeMayCure_areNotSettled() {
        KnownMaps known = start();
        int attempt = 0;
        for (RejectionReason reason : RejectionReason.values()) {
            known.add(event("S1", ++attempt, reason));

            assertThat(known.latest(map("S1")).orElseThrow().settled())
                    .as(reason.label())
                    .isEqualTo(!List.of(RejectionReason.FAILED, RejectionReason.CHANGED, RejectionReason.VANISHED)
                            .contains(reason));
        }
    }

    @Test
    void earlierAttempt_doesNotReplaceALaterOne() {
        KnownMaps known = start();
        known.add(event("S1", 5, null));
        known.add(event("S1", 4, RejectionReason.FAILED));

        assertThat(known.latest(map("S1"))).contains(new KnownMaps.Known(5, null, null));
    }

    @Test
    void mapWhoseBlocksAreNotAllPublished_isNotSettled_untilTheyAre_whateverIsReadLater() {
        KnownMaps known = start();
        SlideTiled all = MapSamples.manifest("S1");
        known.add(all.withNextBlock(0));
        assertThat(known.latest(all.mapId()).orElseThrow().settled()).isFalse();
        assertThat(known.latest(all.mapId()).orElseThrow().begun()).isEqualTo(all.withNextBlock(0));
        known.add(all);
        known.add(all.withNextBlock(0));
        assertThat(known.latest(all.mapId()).orElseThrow().settled()).isTrue();
    }

    private KnownMaps start() {
        consumer.updatePartitions("slides", List.of(partition(FIRST), partition(SECOND)));
        consumer.updateBeginningOffsets(Map.of(FIRST, 0L, SECOND, 0L));
        consumer.updateEndOffsets(ends);
        consumer.schedulePollTask(() -> records.forEach(consumer::addRecord));
        started = new KnownMaps(() -> consumer, (letter, reason, why) -> {
            buried.add(letter);
            return CompletableFuture.completedFuture(null);
        });
        started.start();
        return started;
    }

    private void put(TopicPartition partition, SlideEvent event) {
        byte[] key = event.mapId().hex().getBytes(StandardCharsets.UTF_8);
        put(partition, key, Topic.SLIDES.codec().encode(event));
    }

    private void put(TopicPartition partition, byte[] key, byte @Nullable [] value) {
        long offset = ends.merge(partition, 1L, Long::sum) - 1;
        records.add(new ConsumerRecord<>(partition.topic(), partition.partition(), offset, key, value));
    }

    private static PartitionInfo partition(TopicPartition partition) {
        Node node = new Node(0, "localhost", 9092);
        return new PartitionInfo(partition.topic(), partition.partition(), node, new Node[] {node}, new Node[] {node});
    }

    private static MapId map(String name) {
        return Samples.task(name, 1).mapId();
    }

    private static SlideEvent event(String name, int attempt, @Nullable RejectionReason reason) {
        MapId map = map(name);
        return reason == null
                ? new SlideTiled(
                        map,
                        attempt,
                        Samples.slide(name),
                        new TileGrid(1000, 1000, 0.5, 224, 224),
                        Samples.MODEL,
                        3,
                        "aperio",
                        1,
                        1,
                        1,
                        1)
                : new SlideRejected(map, attempt, Samples.slide(name), reason, "why", 1);
    }
}

package io.slidestream.worker.blocks;

import static io.slidestream.testkit.Await.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.slidestream.contracts.MapId;
import io.slidestream.contracts.RejectionReason;
import io.slidestream.contracts.SlideRejected;
import io.slidestream.contracts.SlideVersion;
import io.slidestream.contracts.Topic;
import io.slidestream.servicekit.health.Health;
import io.slidestream.testkit.Await;
import io.slidestream.testkit.TimeLimit;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.AuthorizationException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

@TimeLimit(seconds = 30)
class CancelledMapsTest {
    private static final TopicPartition PARTITION = new TopicPartition("slides", 0);
    private static final MapId MAP = new MapId("0123456789abcdef0123456789abcdef");

    private final AtomicInteger tries = new AtomicInteger();
    private final CountDownLatch refused = new CountDownLatch(1);
    private final CountDownLatch seen = new CountDownLatch(1);

    @Test
    void cancellation_isTakenAfterAFailure_andForgottenWithItsMap() {
        CancelledMaps cancelled = new CancelledMaps(this::consumer, new SimpleMeterRegistry());
        AtomicInteger told = new AtomicInteger();
        cancelled.start(told::incrementAndGet);
        try (cancelled) {
            await(() -> cancelled.check().state() == Health.State.TROUBLED);
            assertThat(cancelled.check().detail()).contains("tiles of cancelled maps are classified", "not allowed");
            refused.countDown();
            await(() -> cancelled.isOff(MAP, 1));
            assertThat(cancelled.isOff(MAP, 2)).as("a later attempt").isFalse();
            await(() -> told.get() == 1);
            seen.countDown();
            await(() -> !cancelled.isOff(MAP, 1));
            assertThat(cancelled.check()).isEqualTo(Health.ready());
        }
    }

    /** The first is refused; the second, made once that was seen, has a cancellation and, once that was seen, the tombstone of its map. */
    private MockConsumer<byte[], byte[]> consumer() {
        MockConsumer<byte[], byte[]> consumer = new MockConsumer<>("earliest");
        Node node = new Node(0, "localhost", 9092);
        consumer.updatePartitions(
                "slides", List.of(new PartitionInfo("slides", 0, node, new Node[] {node}, new Node[] {node})));
        consumer.updateBeginningOffsets(new HashMap<>(Map.of(PARTITION, 0L)));
        consumer.updateEndOffsets(new HashMap<>(Map.of(PARTITION, 1L)));
        if (tries.getAndIncrement() == 0) {
            consumer.setPollException(new AuthorizationException("not allowed"));
            return consumer;
        }
        Await.open(refused);
        SlideVersion slide = new SlideVersion("file:///bucket/S1.svs", "1-1", "S1");
        byte[] off = Topic.SLIDES
                .codec()
                .encode(new SlideRejected(MAP, 2, slide, RejectionReason.CANCELLED, "called off", 1));
        consumer.schedulePollTask(() -> consumer.addRecord(record(0, off)));
        consumer.schedulePollTask(() -> {
            Await.open(seen);
            consumer.addRecord(record(1, null));
        });
        return consumer;
    }

    private static ConsumerRecord<byte[], byte[]> record(long offset, byte @Nullable [] value) {
        return new ConsumerRecord<>("slides", 0, offset, MAP.hex().getBytes(StandardCharsets.UTF_8), value);
    }
}

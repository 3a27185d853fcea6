package io.slidestream.aggregator;

import io.slidestream.contracts.MalformedMessageException;
import io.slidestream.contracts.MapUpdated;
import io.slidestream.contracts.Topic;
import io.slidestream.testkit.Patience;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import java.util.Queue;
import java.util.function.Predicate;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jspecify.annotations.Nullable;

/** Reads topic tumor-maps from its beginning. */
final class MapWatch implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(90);

    private final KafkaConsumer<byte[], byte[]> consumer;
    private final Queue<MapUpdated> read = new ArrayDeque<>();

    MapWatch(Map<String, Object> kafka) {
        consumer = new KafkaConsumer<>(new HashMap<>(kafka), new ByteArrayDeserializer(), new ByteArrayDeserializer());
        var partitions = consumer.partitionsFor(Topic.TUMOR_MAPS.name()).stream()
                .map(p -> new TopicPartition(p.topic(), p.partition()))
                .toList();
        consumer.assign(partitions);
        consumer.seekToBeginning(partitions);
    }

    /** The next update that fits. Fails early when the process that should make it has died. */
    MapUpdated await(Predicate<MapUpdated> wanted, @Nullable Process maker) {
        long start = System.nanoTime();
        while (System.nanoTime() - start < Patience.of(PATIENCE).toNanos()) {
            while (!read.isEmpty()) {
                MapUpdated update = read.remove();
                if (wanted.test(update)) {
                    return update;
                }
            }
            if (maker != null && !maker.isAlive()) {
                throw new AssertionError("the aggregator ended with " + maker.exitValue());
            }
            for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofMillis(200))) {
                read.add(decoded(record.value()));
            }
        }
        throw new AssertionError("no such update within " + PATIENCE);
    }

    private static MapUpdated decoded(byte[] bytes) {
        try {
            return Topic.TUMOR_MAPS.codec().decode(bytes);
        } catch (MalformedMessageException e) {
            throw new AssertionError(e);
        }
    }

    @Override
    public void close() {
        consumer.close();
    }
}

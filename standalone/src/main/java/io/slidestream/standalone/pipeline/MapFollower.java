package io.slidestream.standalone.pipeline;

import io.slidestream.contracts.MalformedMessageException;
import io.slidestream.contracts.MapId;
import io.slidestream.contracts.MapUpdated;
import io.slidestream.contracts.Topic;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Knows the latest word on every map, and passes on what is said from now on, each word once. */
public final class MapFollower implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(MapFollower.class);

    private final KafkaConsumer<byte[], byte[]> consumer;
    private final Map<MapId, MapUpdated> latest = new ConcurrentHashMap<>();
    private final Thread thread;
    private volatile @Nullable RuntimeException failure;

    private MapFollower(KafkaConsumer<byte[], byte[]> consumer, Consumer<MapUpdated> listener) {
        this.consumer = consumer;
        this.thread = new Thread(() -> follow(listener), "map-follower");
        thread.setDaemon(true);
    }

    /**
     * Returns when all that was said before is known; what comes later also reaches the listener, on another thread.
     *
     * @param kafka client properties, at least bootstrap.servers
     */
    static MapFollower start(Map<String, Object> kafka, Consumer<MapUpdated> listener) {
        Map<String, Object> properties = new HashMap<>(kafka);
        properties.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        var consumer = new KafkaConsumer<>(properties, new ByteArrayDeserializer(), new ByteArrayDeserializer());
        var follower = new MapFollower(consumer, listener);
        follower.catchUp();
        follower.thread.start();
        return follower;
    }

    public Optional<MapUpdated> latest(MapId map) {
        return Optional.ofNullable(latest.get(map));
    }

    /** Why following ended before close(). */
    Optional<Throwable> failure() {
        return Optional.ofNullable(failure);
    }

    private void catchUp() {
        String topic = Topic.TUMOR_MAPS.name();
        List<TopicPartition> partitions = consumer.partitionsFor(topic).stream()
                .map(partition -> new TopicPartition(topic, partition.partition()))
                .toList();
        consumer.assign(partitions);
        consumer.seekToBeginning(partitions);
        Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
        while (ends.entrySet().stream().anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
            consumer.poll(Duration.ofMillis(200)).forEach(message -> take(message, map -> {}));
        }
    }

    private void follow(Consumer<MapUpdated> listener) {
        try {
            while (true) {
                consumer.poll(Duration.ofMinutes(1)).forEach(message -> take(message, listener));
            }
        } catch (WakeupException e) {
            log.debug("stopped following maps");
        } catch (RuntimeException e) {
            failure = e;
            log.error("maps are no longer followed; they are made all the same", e);
        } finally {
            consumer.close();
        }
    }

    private void take(ConsumerRecord<byte[], byte[]> message, Consumer<MapUpdated> listener) {
        if (message.value() == null) {
            return; // a tombstone: the map was cleaned
        }
        try {
            MapUpdated map = Topic.TUMOR_MAPS.codec().decode(message.value());
            if (!map.equals(latest.put(map.mapId(), map))) {
                listener.accept(map); // a restarted aggregator says its last words again
            }
        } catch (MalformedMessageException e) {
            log.warn(
                    "passed over {}-{} offset {}: {}",
                    message.topic(),
                    message.partition(),
                    message.offset(),
                    e.getMessage());
        }
    }

    @Override
    public void close() {
        consumer.wakeup();
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}

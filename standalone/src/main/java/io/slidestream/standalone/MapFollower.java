package io.slidestream.standalone;

import io.slidestream.contracts.MalformedMessageException;
import io.slidestream.contracts.MapUpdated;
import io.slidestream.contracts.Topic;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Hands every update of every map from now on to a listener, on one thread of its own. */
final class MapFollower implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(MapFollower.class);

    private final KafkaConsumer<byte[], byte[]> consumer;
    private final Consumer<MapUpdated> listener;
    private final Thread thread;
    private final AtomicReference<Throwable> failure = new AtomicReference<>();

    /** Follows once it returns: what is published later reaches the listener. */
    MapFollower(Map<String, Object> kafka, Consumer<MapUpdated> listener) {
        this.listener = listener;
        var settings = new java.util.HashMap<String, Object>(kafka);
        settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        consumer = new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer());
        String topic = Topic.TUMOR_MAPS.name();
        var partitions = consumer.partitionsFor(topic).stream()
                .map(p -> new TopicPartition(topic, p.partition()))
                .toList();
        consumer.assign(partitions);
        consumer.endOffsets(partitions).forEach(consumer::seek);
        thread = new Thread(this::follow, "map-follower");
        thread.setDaemon(true);
        thread.start();
    }

    /** Why following ended before close(). */
    Optional<Throwable> failure() {
        return Optional.ofNullable(failure.get());
    }

    private void follow() {
        try {
            while (true) {
                for (ConsumerRecord<byte[], byte[]> entry : consumer.poll(Duration.ofMinutes(1))) {
                    hand(entry);
                }
            }
        } catch (WakeupException e) {
            log.debug("stopped following maps");
        } catch (RuntimeException e) {
            failure.set(e);
            log.error("following maps failed", e);
        }
    }

    private void hand(ConsumerRecord<byte[], byte[]> entry) {
        if (entry.value() == null) {
            return; // a tombstone: the map was cleaned
        }
        try {
            listener.accept(Topic.TUMOR_MAPS.codec().decode(entry.value()));
        } catch (MalformedMessageException e) {
            log.warn("skipped {}-{}@{}: {}", entry.topic(), entry.partition(), entry.offset(), e.getMessage());
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
        consumer.close();
    }
}

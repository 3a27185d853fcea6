package io.slidestream.tiler.log;

import io.slidestream.contracts.Topic;
import io.slidestream.servicekit.health.Health;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads whole topics to their ends, then what is added to them, on a thread of its own and in no group: every follower
 * sees every record.
 */
public final class LogFollower implements AutoCloseable {
    private static final Duration POLL = Duration.ofMillis(200);
    private static final Logger log = LoggerFactory.getLogger(LogFollower.class);

    private final String name;
    private final Supplier<Consumer<byte[], byte[]>> consumers;
    private final List<Topic<?>> topics;
    private final java.util.function.Consumer<ConsumerRecord<byte[], byte[]>> reader;
    private final Map<TopicPartition, Long> positions = new ConcurrentHashMap<>();
    private final Thread thread;
    private volatile @Nullable Consumer<byte[], byte[]> consumer;
    private volatile Health health;
    private volatile boolean closed;

    /** @param reader is given every record, on one thread at a time; must not fail */
    public LogFollower(
            String name,
            Supplier<Consumer<byte[], byte[]>> consumers,
            List<Topic<?>> topics,
            java.util.function.Consumer<ConsumerRecord<byte[], byte[]>> reader) {
        this.name = name;
        this.consumers = consumers;
        this.topics = List.copyOf(topics);
        this.reader = reader;
        this.health = Health.starting("reading " + names());
        this.thread = new Thread(this::follow, name);
        thread.setDaemon(true);
    }

    /** @param kafka client properties, at least bootstrap.servers */
    public static Supplier<Consumer<byte[], byte[]>> consumers(Map<String, Object> kafka, String clientId) {
        Map<String, Object> properties = new HashMap<>(kafka);
        properties.put(ConsumerConfig.CLIENT_ID_CONFIG, clientId);
        properties.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        properties.put(ConsumerConfig.KEY_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class);
        properties.put(ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class);
        return () -> new KafkaConsumer<>(properties);
    }

    /** Returns when the reader was given everything that was in the topics. */
    public void start() {
        Consumer<byte[], byte[]> reading = consumers.get();
        consumer = reading;
        try {
            readToEnds(reading);
        } catch (WakeupException e) {
            if (!closed) {
                throw e;
            }
        } catch (RuntimeException | Error e) {
            reading.close();
            throw e;
        }
        health = Health.ready();
        thread.start();
    }

    /** Whether everything before these offsets was given to the reader; those of other topics do not count. */
    public boolean hasReached(Map<TopicPartition, Long> ends) {
        return ends.entrySet().stream()
                .filter(end -> topics.stream()
                        .anyMatch(topic -> topic.name().equals(end.getKey().topic())))
                .allMatch(end -> positions.getOrDefault(end.getKey(), -1L) >= end.getValue());
    }

    public Health check() {
        return health;
    }

    @Override
    public void close() {
        closed = true;
        Consumer<byte[], byte[]> reading = consumer;
        if (reading != null) {
            reading.wakeup();
        }
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void readToEnds(Consumer<byte[], byte[]> reading) {
        List<TopicPartition> partitions = topics.stream()
                .flatMap(topic -> reading.partitionsFor(topic.name()).stream())
                .map(partition -> new TopicPartition(partition.topic(), partition.partition()))
                .toList();
        reading.assign(partitions);
        reading.seekToBeginning(partitions);
        Map<TopicPartition, Long> ends = reading.endOffsets(partitions);
        while (!closed && !hasReached(ends)) {
            read(reading);
        }
    }

    private void follow() {
        Consumer<byte[], byte[]> reading = consumer;
        if (reading == null) {
            throw new AssertionError("follows before it is started");
        }
        try (reading) {
            while (!closed) {
                read(reading);
            }
        } catch (WakeupException e) {
            log.debug("{} no longer follows {}", name, names());
        } catch (RuntimeException | Error e) {
            log.error("{} cannot follow {} any more; the tiler must be restarted", name, names(), e);
            health = Health.failed(e);
        }
    }

    private void read(Consumer<byte[], byte[]> reading) {
        reading.poll(POLL).forEach(reader);
        for (TopicPartition partition : reading.assignment()) {
            positions.put(partition, reading.position(partition));
        }
    }

    private String names() {
        return topics.stream().map(Topic::name).toList().toString();
    }
}

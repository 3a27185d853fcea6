package io.slidestream.tiler;

import io.slidestream.contracts.MalformedMessageException;
import io.slidestream.contracts.MapId;
import io.slidestream.contracts.SlideEvent;
import io.slidestream.contracts.SlideRejected;
import io.slidestream.contracts.Topic;
import io.slidestream.servicekit.Component;
import io.slidestream.servicekit.DeadLetters;
import io.slidestream.servicekit.Health;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionException;
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
 * What has been said of each map on topic {@code slides}: read to its end at start, then kept by {@link #add}. A restarted
 * tiler knows by it what is tiled. A slide whose blocks were published but not its manifest is not in it, so it is tiled
 * again under the same attempt.
 *
 * <p>Another tiler's later work is not seen; two on one bucket do the same slides twice, to the same result.
 */
public final class KnownMaps implements Component {
    private static final Duration POLL = Duration.ofMillis(200);
    private static final Logger log = LoggerFactory.getLogger(KnownMaps.class);

    private final Supplier<Consumer<byte[], byte[]>> consumers;
    private final DeadLetters deadLetters;
    /** By the map id's hex form, as the topic's keys are. */
    private final Map<String, Known> maps = new ConcurrentHashMap<>();

    private volatile Health health = Health.starting("reading topic slides");
    private volatile @Nullable Consumer<byte[], byte[]> reading;
    private volatile boolean closed;

    /**
     * The latest word on a map.
     *
     * @param settled false where the same slide may fare better when tried again
     */
    record Known(int attempt, boolean settled) {}

    KnownMaps(Supplier<Consumer<byte[], byte[]>> consumers, DeadLetters deadLetters) {
        this.consumers = consumers;
        this.deadLetters = deadLetters;
    }

    /**
     * Reads with a consumer of its own.
     *
     * @param kafka client properties, at least bootstrap.servers
     */
    public static KnownMaps in(Map<String, Object> kafka, DeadLetters deadLetters) {
        Map<String, Object> properties = new HashMap<>(kafka);
        properties.put(ConsumerConfig.CLIENT_ID_CONFIG, "known-maps");
        properties.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        properties.put(ConsumerConfig.KEY_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class);
        properties.put(ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class);
        return new KnownMaps(() -> new KafkaConsumer<>(properties), deadLetters);
    }

    @Override
    public String name() {
        return "known-maps";
    }

    /** Returns when everything that was in the topic is known. */
    @Override
    public void start() {
        try (Consumer<byte[], byte[]> consumer = consumers.get()) {
            reading = consumer;
            readToEnd(consumer);
            health = Health.ready();
            log.info("{} maps are known from topic {}", maps.size(), Topic.SLIDES.name());
        } catch (WakeupException e) {
            if (!closed) {
                throw e;
            }
        } finally {
            reading = null;
        }
    }

    Optional<Known> latest(MapId map) {
        return Optional.ofNullable(maps.get(map.hex()));
    }

    /** Call when the event is in the log. */
    void add(SlideEvent event) {
        Known known = new Known(event.attempt(), isSettled(event));
        maps.merge(event.mapId().hex(), known, (old, fresh) -> fresh.attempt() >= old.attempt() ? fresh : old);
    }

    @Override
    public Health check() {
        return health;
    }

    @Override
    public void close() {
        closed = true;
        Consumer<byte[], byte[]> consumer = reading;
        if (consumer != null) {
            consumer.wakeup();
        }
    }

    private void readToEnd(Consumer<byte[], byte[]> consumer) {
        List<TopicPartition> partitions = consumer.partitionsFor(Topic.SLIDES.name()).stream()
                .map(partition -> new TopicPartition(partition.topic(), partition.partition()))
                .toList();
        consumer.assign(partitions);
        consumer.seekToBeginning(partitions);
        Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
        while (!closed && !reached(consumer, ends)) {
            consumer.poll(POLL).forEach(this::read);
        }
    }

    private static boolean reached(Consumer<byte[], byte[]> consumer, Map<TopicPartition, Long> ends) {
        Collection<Map.Entry<TopicPartition, Long>> all = ends.entrySet();
        return all.stream().allMatch(end -> consumer.position(end.getKey()) >= end.getValue());
    }

    private void read(ConsumerRecord<byte[], byte[]> record) {
        if (record.value() == null) {
            forget(record.key());
            return;
        }
        try {
            add(Topic.SLIDES.codec().decode(record.value()));
        } catch (MalformedMessageException e) {
            bury(record, String.valueOf(e.getMessage()));
        }
    }

    /** A tombstone: someone had the map forgotten. */
    private void forget(byte @Nullable [] key) {
        if (key != null) {
            maps.remove(new String(key, StandardCharsets.UTF_8));
        }
    }

    private void bury(ConsumerRecord<byte[], byte[]> record, String why) {
        DeadLetters.Letter letter = new DeadLetters.Letter(
                record.topic(), record.partition(), record.offset(), record.key(), record.value());
        try {
            deadLetters.bury(letter, why).join();
        } catch (CompletionException e) {
            // The record stays where it is and is buried by the next start.
            log.warn(
                    "a dead letter of {}-{} offset {} could not be kept",
                    record.topic(),
                    record.partition(),
                    record.offset(),
                    e);
        }
    }

    /** A slide that was gone or broke us may fare better; one that is bad stays bad. */
    private static boolean isSettled(SlideEvent event) {
        return !(event instanceof SlideRejected rejected)
                || switch (rejected.reason()) {
                    case FAILED, CHANGED, VANISHED -> false;
                    case NOT_A_SLIDE, INCOMPLETE, UNREADABLE, NO_MPP, NO_TISSUE, TOO_SMALL, CANCELLED -> true;
                };
    }
}

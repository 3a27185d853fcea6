package io.slidestream.worker.blocks;

import io.slidestream.contracts.MalformedMessageException;
import io.slidestream.contracts.MapId;
import io.slidestream.contracts.RejectionReason;
import io.slidestream.contracts.SlideEvent;
import io.slidestream.contracts.SlideRejected;
import io.slidestream.contracts.TileBlock;
import io.slidestream.contracts.Topic;
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
 * Which maps were called off, from topic {@code slides}, so that nobody classifies tiles that nobody waits for. Only saves
 * work: where it is late or fails, the aggregator drops the scores all the same.
 */
public final class CancelledMaps implements AutoCloseable {
    private static final Duration POLL = Duration.ofSeconds(1);
    private static final Logger log = LoggerFactory.getLogger(CancelledMaps.class);

    private final Supplier<Consumer<byte[], byte[]>> consumers;
    private final Thread thread = new Thread(this::run, "cancelled-maps");
    /** The attempt that says so; every earlier one is off. */
    private final Map<MapId, Integer> calledOff = new ConcurrentHashMap<>();

    private volatile @Nullable Consumer<byte[], byte[]> consumer;
    private volatile boolean closed;

    CancelledMaps(Supplier<Consumer<byte[], byte[]>> consumers) {
        this.consumers = consumers;
        thread.setDaemon(true);
    }

    /** @param kafka client properties, at least bootstrap.servers */
    public static CancelledMaps in(Map<String, Object> kafka) {
        Map<String, Object> properties = new HashMap<>(kafka);
        properties.put(ConsumerConfig.CLIENT_ID_CONFIG, "cancelled-maps");
        properties.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        properties.put(ConsumerConfig.KEY_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class);
        properties.put(ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class);
        return new CancelledMaps(() -> new KafkaConsumer<>(properties));
    }

    public void start() {
        thread.start();
    }

    public boolean contain(TileBlock block) {
        return calledOff.getOrDefault(block.mapId(), 0) > block.attempt();
    }

    @Override
    public void close() {
        closed = true;
        Consumer<byte[], byte[]> reading = consumer;
        if (reading != null) {
            reading.wakeup();
        }
    }

    private void run() {
        try (Consumer<byte[], byte[]> reading = consumers.get()) {
            consumer = reading;
            List<TopicPartition> partitions = reading.partitionsFor(Topic.SLIDES.name()).stream()
                    .map(one -> new TopicPartition(one.topic(), one.partition()))
                    .toList();
            reading.assign(partitions);
            reading.seekToBeginning(partitions);
            while (!closed) {
                reading.poll(POLL).forEach(this::take);
            }
        } catch (WakeupException e) {
            log.debug("no longer asks for cancelled maps");
        } catch (RuntimeException e) {
            log.warn("tiles of cancelled maps are classified from now on", e);
        }
    }

    void take(ConsumerRecord<byte[], byte[]> record) {
        if (record.value() == null) {
            return;
        }
        try {
            SlideEvent event = Topic.SLIDES.codec().decode(record.value());
            if (event instanceof SlideRejected rejected && rejected.reason() == RejectionReason.CANCELLED) {
                calledOff.merge(rejected.mapId(), rejected.attempt(), Math::max);
            }
        } catch (MalformedMessageException e) {
            log.debug("passed over {}-{} offset {}", record.topic(), record.partition(), record.offset(), e);
        }
    }
}

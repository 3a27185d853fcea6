package io.slidestream.viewer.catalog;

import io.slidestream.contracts.Codec;
import io.slidestream.contracts.MalformedMessageException;
import io.slidestream.contracts.MapId;
import io.slidestream.contracts.Topic;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads all partitions of the topics that tell of maps, on a thread of its own and in no group, so that every viewer knows
 * every map whoever keeps its ledger. Scores are read from the time on when the oldest open map was seen.
 */
public final class TopicFollower implements AutoCloseable {
    private static final Duration POLL = Duration.ofMillis(500);
    private static final long PAUSE_SECONDS = 5;
    /** Between the clock of the tiler and those of the brokers. */
    private static final long CLOCKS_DIFFER_MILLIS = 600_000;

    private static final Logger log = LoggerFactory.getLogger(TopicFollower.class);

    private final Map<String, Object> properties;
    private final LiveMaps maps;
    private final Thread thread = new Thread(this::run, "viewer-follower");
    private final CountDownLatch closed = new CountDownLatch(1);
    private volatile @Nullable KafkaConsumer<byte[], byte[]> consumer;
    private volatile @Nullable String trouble;
    private volatile boolean caughtUp;

    /** @param kafka client properties, at least bootstrap.servers */
    public TopicFollower(Map<String, Object> kafka, LiveMaps maps) {
        this.properties = new HashMap<>(kafka);
        properties.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        properties.put(ConsumerConfig.CLIENT_ID_CONFIG, "viewer");
        this.maps = maps;
        thread.setDaemon(true);
    }

    public void start() {
        thread.start();
    }

    /** Whether what was said before the start is known. */
    public boolean isCaughtUp() {
        return caughtUp;
    }

    /** Why it does not follow just now; it tries again by itself. */
    public @Nullable String trouble() {
        return trouble;
    }

    @Override
    public void close() {
        closed.countDown();
        KafkaConsumer<byte[], byte[]> reading = consumer;
        if (reading != null) {
            reading.wakeup();
        }
        try {
            thread.join(TimeUnit.SECONDS.toMillis(10));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        while (closed.getCount() > 0) {
            try (var reading =
                    new KafkaConsumer<>(properties, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
                consumer = reading;
                follow(reading);
            } catch (WakeupException e) {
                log.debug("told to stop");
            } catch (RuntimeException e) {
                trouble = "does not follow the topics: " + e;
                log.warn("the viewer shows no news, and tries again in {} s", PAUSE_SECONDS, e);
            }
            try {
                if (closed.await(PAUSE_SECONDS, TimeUnit.SECONDS)) {
                    return;
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }

    private void follow(KafkaConsumer<byte[], byte[]> reading) {
        List<TopicPartition> words = partitions(reading, Topic.TUMOR_MAPS);
        words.addAll(partitions(reading, Topic.SLIDES));
        List<TopicPartition> scores = partitions(reading, Topic.TILE_SCORES);
        List<TopicPartition> all = new ArrayList<>(words);
        all.addAll(scores);
        reading.assign(all);
        reading.seekToBeginning(words);
        Map<TopicPartition, Long> scoresEnd = reading.endOffsets(scores);
        reading.pause(scores);
        readTo(reading, reading.endOffsets(words));
        reading.resume(scores);
        seekScores(reading, scoresEnd);
        readTo(reading, scoresEnd);
        caughtUp = true;
        trouble = null;
        while (closed.getCount() > 0) {
            reading.poll(POLL).forEach(this::take);
        }
    }

    private void readTo(KafkaConsumer<byte[], byte[]> reading, Map<TopicPartition, Long> ends) {
        while (closed.getCount() > 0
                && ends.entrySet().stream().anyMatch(end -> reading.position(end.getKey()) < end.getValue())) {
            reading.poll(POLL).forEach(this::take);
        }
    }

    private void seekScores(KafkaConsumer<byte[], byte[]> reading, Map<TopicPartition, Long> ends) {
        OptionalLong oldest =
                maps.openSince().stream().mapToLong(Long::longValue).min();
        ends.forEach(reading::seek);
        if (oldest.isPresent()) {
            Map<TopicPartition, Long> times = new HashMap<>();
            ends.keySet().forEach(partition -> times.put(partition, oldest.getAsLong() - CLOCKS_DIFFER_MILLIS));
            for (Map.Entry<TopicPartition, OffsetAndTimestamp> found :
                    reading.offsetsForTimes(times).entrySet()) {
                if (found.getValue() != null) {
                    reading.seek(found.getKey(), found.getValue().offset());
                }
            }
        }
    }

    private static List<TopicPartition> partitions(KafkaConsumer<byte[], byte[]> reading, Topic<?> topic) {
        List<TopicPartition> partitions = new ArrayList<>();
        reading.partitionsFor(topic.name())
                .forEach(one -> partitions.add(new TopicPartition(topic.name(), one.partition())));
        return partitions;
    }

    private void take(ConsumerRecord<byte[], byte[]> record) {
        if (record.topic().equals(Topic.SLIDES.name())) {
            decode(record, Topic.SLIDES.codec(), maps::event);
        } else if (record.topic().equals(Topic.TUMOR_MAPS.name())) {
            decode(record, Topic.TUMOR_MAPS.codec(), maps::word);
        } else {
            decode(record, Topic.TILE_SCORES.codec(), maps::scores);
        }
    }

    /** The aggregator buries what is no message; here it is only passed over. */
    private <T> void decode(ConsumerRecord<byte[], byte[]> record, Codec<T> codec, Consumer<T> taker) {
        try {
            if (record.value() == null) {
                maps.forget(new MapId(new String(record.key(), StandardCharsets.UTF_8)));
            } else {
                taker.accept(codec.decode(record.value()));
            }
        } catch (MalformedMessageException | IllegalArgumentException e) {
            log.debug("passed over {}-{} offset {}", record.topic(), record.partition(), record.offset(), e);
        }
    }
}

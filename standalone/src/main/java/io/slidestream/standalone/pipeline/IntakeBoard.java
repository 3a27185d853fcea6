package io.slidestream.standalone.pipeline;

import io.slidestream.contracts.BucketListed;
import io.slidestream.contracts.IntakeEvent;
import io.slidestream.contracts.MalformedMessageException;
import io.slidestream.contracts.MapId;
import io.slidestream.contracts.MapUpdated;
import io.slidestream.contracts.SlideTaken;
import io.slidestream.contracts.Topic;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jspecify.annotations.Nullable;

/** What topics {@code intake} and {@code tumor-maps} say of each slide. Not for concurrent use. */
public final class IntakeBoard implements AutoCloseable {
    private static final Duration POLL = Duration.ofMillis(200);

    private final KafkaConsumer<byte[], byte[]> consumer;
    private final List<TopicPartition> partitions;
    private final Map<String, IntakeEvent> words = new TreeMap<>();
    private final Map<MapId, MapUpdated> maps = new HashMap<>();

    private IntakeBoard(KafkaConsumer<byte[], byte[]> consumer) {
        this.consumer = consumer;
        this.partitions = List.of(Topic.INTAKE, Topic.TUMOR_MAPS).stream()
                .flatMap(topic -> consumer.partitionsFor(topic.name()).stream())
                .map(partition -> new TopicPartition(partition.topic(), partition.partition()))
                .toList();
        consumer.assign(partitions);
        consumer.seekToBeginning(partitions);
    }

    /**
     * Reads all that was said until now.
     *
     * @param kafka client properties, at least bootstrap.servers
     * @throws PipelineFailure if no Kafka answers, or no tiler has ever used it
     */
    public static IntakeBoard read(Map<String, Object> kafka) {
        KafkaReach.check(kafka, Topic.INTAKE.name(), Topic.TUMOR_MAPS.name());
        Map<String, Object> properties = new HashMap<>(kafka);
        properties.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        IntakeBoard board = new IntakeBoard(
                new KafkaConsumer<>(properties, new ByteArrayDeserializer(), new ByteArrayDeserializer()));
        board.refresh();
        return board;
    }

    /** Reads what was said since. */
    public void refresh() {
        Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
        while (ends.entrySet().stream().anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
            consumer.poll(POLL).forEach(this::take);
        }
    }

    /** In order of location. */
    public List<BucketListed> buckets() {
        return words.values().stream()
                .filter(BucketListed.class::isInstance)
                .map(BucketListed.class::cast)
                .toList();
    }

    /** In order of location. */
    public List<TakenSlide> slides() {
        return words.values().stream()
                .filter(SlideTaken.class::isInstance)
                .map(SlideTaken.class::cast)
                .map(slide -> new TakenSlide(slide, map(slide)))
                .toList();
    }

    @Override
    public void close() {
        consumer.close();
    }

    private @Nullable MapUpdated map(SlideTaken slide) {
        MapUpdated map = slide.mapId() == null ? null : maps.get(slide.mapId());
        return map != null && map.attempt() >= slide.attempt() ? map : null;
    }

    private void take(ConsumerRecord<byte[], byte[]> record) {
        try {
            if (record.topic().equals(Topic.INTAKE.name())) {
                String key = record.key() == null ? "" : new String(record.key(), StandardCharsets.UTF_8);
                if (record.value() == null) {
                    words.remove(key);
                } else {
                    words.put(key, Topic.INTAKE.codec().decode(record.value()));
                }
            } else if (record.value() != null) {
                MapUpdated map = Topic.TUMOR_MAPS.codec().decode(record.value());
                maps.merge(map.mapId(), map, (old, fresh) -> fresh.attempt() >= old.attempt() ? fresh : old);
            }
        } catch (MalformedMessageException e) {
            // The services bury it; here it says nothing of any slide.
        }
    }
}

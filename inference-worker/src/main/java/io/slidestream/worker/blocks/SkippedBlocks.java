package io.slidestream.worker.blocks;

import io.slidestream.contracts.BlockScored;
import io.slidestream.contracts.MalformedMessageException;
import io.slidestream.contracts.MapId;
import io.slidestream.contracts.MapUpdated;
import io.slidestream.contracts.TileBlock;
import io.slidestream.contracts.Topic;
import io.slidestream.servicekit.health.Schedules;
import io.slidestream.servicekit.kafka.EventPublisher;
import io.slidestream.servicekit.kafka.FollowedTopic;
import io.slidestream.servicekit.kafka.KafkaFailures;
import io.slidestream.servicekit.kafka.ShareGroups;
import io.slidestream.servicekit.kafka.StartPoint;
import io.slidestream.servicekit.kafka.TopicReader;
import io.slidestream.worker.telemetry.WorkerMetrics;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/*
 * What a share group has behind its start offset, it never delivers again. A block is there because its scores are in the log
 * before it is acknowledged; because it is another model's, or its map was called off; or because something went wrong: a
 * leader began the group at the end of the topic, somebody set its offsets, or the broker archived a block whose workers all
 * died. The last kind has no scores, and its map would wait for ever.
 *
 * The order of the questions matters: offsets first, then scores, so that a block settled in between is not taken for one
 * that was passed over. Maps that are whole are asked first of all: of their blocks, nearly all, nothing is kept.
 */
/**
 * Finds blocks that the share group has passed over without scores, and publishes them again. It looks when a worker starts,
 * soon after, and from time to time; later looks read only what was settled since. Several workers may publish a block twice:
 * what is scored twice counts once.
 */
public final class SkippedBlocks implements AutoCloseable {
    /** Time after which the group of a worker that has just started has begun. */
    private static final Duration SOON = Duration.ofSeconds(30);

    private static final Duration INTERVAL = Duration.ofMinutes(10);
    private static final Logger log = LoggerFactory.getLogger(SkippedBlocks.class);

    private final Map<String, Object> kafka;
    private final String group;
    private final Topic<TileBlock> topic;
    private final String modelId;
    private final Predicate<TileBlock> calledOff;
    private final EventPublisher publisher;
    private final WorkerMetrics metrics;
    private final ScheduledExecutorService thread;
    /** Offsets before which all was looked at; confined to one thread at a time. */
    private final Map<TopicPartition, Long> examined = new HashMap<>();

    private boolean told;

    /**
     * @param kafka client properties, at least bootstrap.servers
     * @param calledOff whether nobody waits for a block any more
     */
    SkippedBlocks(
            Map<String, Object> kafka,
            String group,
            Topic<TileBlock> topic,
            String modelId,
            Predicate<TileBlock> calledOff,
            EventPublisher publisher,
            WorkerMetrics metrics) {
        this.kafka = Map.copyOf(kafka);
        this.group = group;
        this.topic = topic;
        this.modelId = modelId;
        this.calledOff = calledOff;
        this.publisher = publisher;
        this.metrics = metrics;
        thread = Schedules.daemon("skipped-blocks");
    }

    public void start() {
        ScheduledFuture<?> first = thread.schedule(this::tryToLook, 0, TimeUnit.MILLISECONDS);
        ScheduledFuture<?> others = thread.scheduleWithFixedDelay(
                this::tryToLook, SOON.toMillis(), INTERVAL.toMillis(), TimeUnit.MILLISECONDS);
        log.debug("looking for skipped blocks: {}, {}", first, others);
    }

    @Override
    public void close() {
        thread.shutdownNow();
    }

    private void tryToLook() {
        try {
            look();
            told = false;
        } catch (InterruptedException | InterruptException e) {
            Thread.currentThread().interrupt();
        } catch (KafkaException | CompletionException e) {
            if (!told && !thread.isShutdown()) {
                told = true;
                log.warn(
                        "whether share group {} has passed over blocks cannot be told just now; again in {}: {}",
                        group,
                        INTERVAL,
                        KafkaFailures.describe(e));
            }
        }
    }

    /** Looks once; returns how many blocks were published again. */
    int look() throws InterruptedException {
        Map<TopicPartition, Long> starts = ShareGroups.startOffsets(kafka, group, topic.name());
        boolean moved = starts.entrySet().stream()
                .anyMatch(start -> start.getValue() > examined.getOrDefault(start.getKey(), 0L));
        if (!moved) {
            return 0;
        }
        Map<Key, Candidate> candidates = candidates(starts, wholeMaps());
        if (!candidates.isEmpty()) {
            long since = candidates.values().stream()
                    .mapToLong(Candidate::millis)
                    .min()
                    .orElseThrow();
            read(StartPoint.since(() -> since), Topic.TILE_SCORES.name(), record -> {
                BlockScored scored = decoded(Topic.TILE_SCORES, record);
                if (scored != null) {
                    candidates.remove(new Key(scored.mapId(), scored.attempt(), scored.blockIndex()));
                }
            });
            candidates.values().removeIf(candidate -> calledOff.test(candidate.block));
        }
        if (!candidates.isEmpty()) {
            publishAgain(candidates);
        }
        examined.putAll(starts);
        return candidates.size();
    }

    private void publishAgain(Map<Key, Candidate> candidates) {
        log.warn(
                "share group {} has passed over {} blocks of {} slides that nobody has scored; they are published"
                        + " again",
                group,
                candidates.size(),
                candidates.keySet().stream().map(Key::map).distinct().count());
        for (Candidate candidate : candidates.values()) {
            publisher.publish(topic, candidate.block).join();
            metrics.blockPublishedAgain();
        }
    }

    /** Ids of maps that wait for nothing, with the attempt that made them. */
    private Map<MapId, Integer> wholeMaps() {
        Map<MapId, Integer> whole = new HashMap<>();
        read(StartPoint.BEGINNING, Topic.TUMOR_MAPS.name(), record -> {
            MapUpdated map = decoded(Topic.TUMOR_MAPS, record);
            if (map != null && map.state() == MapUpdated.State.OPEN) {
                whole.remove(map.mapId());
            } else if (map != null) {
                whole.put(map.mapId(), map.attempt());
            }
        });
        return whole;
    }

    private Map<Key, Candidate> candidates(Map<TopicPartition, Long> starts, Map<MapId, Integer> whole) {
        Map<Key, Candidate> candidates = new LinkedHashMap<>();
        StartPoint unseen = (consumer, partitions) -> {
            Map<TopicPartition, Long> offsets = new HashMap<>(consumer.beginningOffsets(partitions));
            examined.forEach((partition, offset) -> offsets.merge(partition, offset, Math::max));
            return offsets;
        };
        read(unseen, topic.name(), record -> {
            long start = starts.getOrDefault(new TopicPartition(record.topic(), record.partition()), 0L);
            TileBlock block = record.offset() < start ? decoded(topic, record) : null;
            if (block != null
                    && block.modelId().equals(modelId)
                    && whole.getOrDefault(block.mapId(), 0) < block.attempt()
                    && !calledOff.test(block)) {
                candidates.put(
                        new Key(block.mapId(), block.attempt(), block.blockIndex()),
                        new Candidate(block, record.timestamp()));
            }
        });
        return candidates;
    }

    private void read(
            StartPoint from, String name, java.util.function.Consumer<ConsumerRecord<byte[], byte[]>> reader) {
        Consumer<byte[], byte[]> consumer =
                TopicReader.consumers(kafka, "skipped-blocks").get();
        try (TopicReader reading = new TopicReader(consumer, List.of(new FollowedTopic(name, reader)))) {
            reading.assign(from);
            reading.readToEnds();
        }
    }

    private static <T> @Nullable T decoded(Topic<T> topic, ConsumerRecord<byte[], byte[]> record) {
        if (record.value() == null) {
            return null;
        }
        try {
            return topic.codec().decode(record.value());
        } catch (MalformedMessageException e) {
            return null; // is buried by whom it is meant for
        }
    }

    private record Key(MapId map, int attempt, int block) {}

    /** @param millis when it was published */
    private record Candidate(TileBlock block, long millis) {}
}

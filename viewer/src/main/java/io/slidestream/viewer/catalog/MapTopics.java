package io.slidestream.viewer.catalog;

import io.micrometer.core.instrument.MeterRegistry;
import io.slidestream.catalog.maps.MapIndex;
import io.slidestream.contracts.MapId;
import io.slidestream.contracts.Topic;
import io.slidestream.servicekit.health.Health;
import io.slidestream.servicekit.kafka.DeadLetters;
import io.slidestream.servicekit.kafka.FollowedTopic;
import io.slidestream.servicekit.kafka.SkippedRecords;
import io.slidestream.servicekit.kafka.StartPoint;
import io.slidestream.servicekit.kafka.TopicFollower;
import io.slidestream.servicekit.kafka.TopicReader;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.TimeoutException;

/**
 * Reads all partitions of the topics that tell of maps, in no group, so that every viewer knows every map whoever keeps its
 * ledger. Scores are read from the time on when the oldest open map was seen.
 */
public final class MapTopics implements AutoCloseable {
    /** Difference between the clocks of tiler and brokers that is allowed for. */
    private static final long CLOCKS_DIFFER_MILLIS = 600_000;

    private static final long PATIENCE_SECONDS = 30;

    private final LiveMaps maps;
    private final Supplier<String> clusters;
    private final List<TopicFollower> followers;
    /** Id of the cluster that is followed; confined to the follower's thread. */
    private String cluster = "";

    /** @param kafka client properties, at least bootstrap.servers */
    public MapTopics(Map<String, Object> kafka, LiveMaps maps, MeterRegistry registry) {
        this.maps = maps;
        this.clusters = () -> clusterOf(kafka);
        DeadLetters junk = new SkippedRecords(registry);
        this.followers = List.of(
                follower(
                        kafka,
                        "viewer-maps",
                        this::kept,
                        List.of(
                                kept(FollowedTopic.of(Topic.TUMOR_MAPS, junk, locked(maps::word), this::forget)),
                                kept(FollowedTopic.of(Topic.SLIDES, junk, locked(maps::event), this::forget)))),
                follower(
                        kafka,
                        "viewer-scores",
                        StartPoint.since(this::oldestOpenMillis),
                        List.of(FollowedTopic.of(Topic.TILE_SCORES, junk, locked(maps::scores), key -> {}))));
    }

    public void start() {
        CompletableFuture<Void> unused = followers.get(0).caughtUp().thenRun(followers.get(1)::start);
        followers.get(0).start();
    }

    /** Whether what was said before the start is known. */
    public boolean isCaughtUp() {
        return followers.stream().allMatch(TopicFollower::isCaughtUp);
    }

    /** Failed once one follower follows no more; troubled while one does not just now, and tries again by itself. */
    public Health check() {
        return followers.stream()
                .map(TopicFollower::check)
                .filter(health -> health.state() == Health.State.FAILED)
                .findFirst()
                .or(() -> followers.stream()
                        .map(TopicFollower::check)
                        .filter(health -> health.state() == Health.State.TROUBLED)
                        .findFirst())
                .orElseGet(Health::ready);
    }

    @Override
    public void close() {
        followers.forEach(TopicFollower::close);
    }

    private static TopicFollower follower(
            Map<String, Object> kafka, String name, StartPoint from, List<FollowedTopic> topics) {
        return new TopicFollower(name, TopicReader.consumers(kafka, name), from, TopicFollower.OnFailure.RETRY, topics);
    }

    /** The maps are written by one thread at a time. */
    private <T> java.util.function.Consumer<T> locked(java.util.function.Consumer<T> taker) {
        return message -> {
            synchronized (maps) {
                taker.accept(message);
            }
        };
    }

    private void forget(String key) {
        MapId map;
        try {
            map = new MapId(key);
        } catch (IllegalArgumentException e) {
            return; // a tombstone of nothing that is known here
        }
        synchronized (maps) {
            maps.forget(map);
        }
    }

    /** The places up to which the catalog has everything; the start of what it has never followed, or cannot have followed. */
    private Map<TopicPartition, Long> kept(Consumer<byte[], byte[]> consumer, Collection<TopicPartition> partitions) {
        cluster = clusters.get();
        Map<TopicPartition, Long> first = consumer.beginningOffsets(partitions);
        Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
        Map<TopicPartition, Long> from = new HashMap<>(first);
        for (MapIndex.Position position : maps.positions(cluster)) {
            TopicPartition partition = new TopicPartition(position.topic(), position.partition());
            if (partitions.contains(partition)
                    && position.next() >= first.getOrDefault(partition, 0L)
                    && position.next() <= ends.getOrDefault(partition, 0L)) {
                from.put(partition, position.next());
            }
        }
        return from;
    }

    private FollowedTopic kept(FollowedTopic topic) {
        return new FollowedTopic(topic.name(), record -> {
            topic.reader().accept(record);
            maps.read(new MapIndex.Position(cluster, record.topic(), record.partition(), record.offset() + 1));
        });
    }

    private static String clusterOf(Map<String, Object> kafka) {
        try (Admin admin = Admin.create(kafka)) {
            return admin.describeCluster().clusterId().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            throw new InterruptException(e);
        } catch (ExecutionException | java.util.concurrent.TimeoutException e) {
            throw new TimeoutException("the cluster does not say its id: " + e, e);
        }
    }

    /** Scores before it are those of maps that have ended; of none, where all have. */
    private long oldestOpenMillis() {
        return maps.openSince().stream()
                .mapToLong(seen -> Math.max(0, seen - CLOCKS_DIFFER_MILLIS))
                .min()
                .orElse(Long.MAX_VALUE);
    }
}

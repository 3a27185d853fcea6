package io.slidestream.viewer.catalog;

import io.micrometer.core.instrument.MeterRegistry;
import io.slidestream.catalog.maps.MapIndex;
import io.slidestream.catalog.maps.SlideBoard;
import io.slidestream.contracts.MapId;
import io.slidestream.contracts.Topic;
import io.slidestream.servicekit.health.Health;
import io.slidestream.servicekit.kafka.DeadLetters;
import io.slidestream.servicekit.kafka.FollowedTopic;
import io.slidestream.servicekit.kafka.SkippedRecords;
import io.slidestream.servicekit.kafka.StartPoint;
import io.slidestream.servicekit.kafka.TopicFollower;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.TopicPartition;

/**
 * Reads all partitions of the topics that tell of maps, in no group, so that every viewer knows every map whoever keeps its
 * ledger. Scores are read from the time on when the oldest open map was seen.
 */
public final class MapTopics implements AutoCloseable {
    /** Difference between the clocks of tiler and brokers that is allowed for. */
    private static final long CLOCKS_DIFFER_MILLIS = 600_000;

    private final LiveMaps maps;
    private final List<TopicFollower> followers;

    /** @param kafka client properties, at least bootstrap.servers */
    public MapTopics(Map<String, Object> kafka, LiveMaps maps, MeterRegistry registry) {
        this.maps = maps;
        Kept kept = new Kept(() -> ClusterId.of(kafka), maps);
        Kept states = new Kept(() -> ClusterId.of(kafka), maps);
        DeadLetters junk = new SkippedRecords(registry);
        this.followers = List.of(
                follower(
                        kafka,
                        "viewer-maps",
                        (consumer, partitions) ->
                                kept.places(consumer, partitions).from(),
                        List.of(
                                kept.topic(FollowedTopic.of(Topic.TUMOR_MAPS, junk, locked(maps::word), this::forget)),
                                kept.topic(FollowedTopic.of(Topic.SLIDES, junk, locked(maps::event), this::forget)))),
                follower(
                        kafka,
                        "viewer-scores",
                        StartPoint.since(this::oldestOpenMillis),
                        List.of(FollowedTopic.of(Topic.TILE_SCORES, junk, locked(maps::scores), key -> {}))),
                follower(
                        kafka,
                        "viewer-states",
                        (consumer, partitions) -> {
                            KnownPlaces places = states.places(consumer, partitions);
                            if (places.topics().isEmpty()) {
                                maps.statesAnew();
                            }
                            return places.from();
                        },
                        List.of(states.topic(FollowedTopic.of(
                                Topic.SLIDE_STATES,
                                junk,
                                word -> maps.state(new SlideBoard.Told(
                                        Topic.SLIDE_STATES.key().apply(word), word)),
                                key -> maps.state(new SlideBoard.Told(key, null)))))));
    }

    public void start() {
        CompletableFuture<Void> unused = followers.get(0).caughtUp().thenRun(followers.get(1)::start);
        followers.get(0).start();
        followers.get(2).start();
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
        return new TopicFollower(
                name, TopicFollower.consumers(kafka, name), from, TopicFollower.OnFailure.RETRY, topics);
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

    /** Follows topics from where the catalog knows them. Its methods are called by its follower's thread alone. */
    private static final class Kept {
        private final Supplier<String> clusters;
        private final LiveMaps maps;
        private String cluster = "";

        Kept(Supplier<String> clusters, LiveMaps maps) {
            this.clusters = clusters;
            this.maps = maps;
        }

        KnownPlaces places(Consumer<byte[], byte[]> consumer, Collection<TopicPartition> partitions) {
            cluster = clusters.get();
            return KnownPlaces.of(maps.positions(cluster), consumer, partitions);
        }

        FollowedTopic topic(FollowedTopic topic) {
            return new FollowedTopic(topic.name(), record -> {
                topic.reader().accept(record);
                maps.read(new MapIndex.Position(cluster, record.topic(), record.partition(), record.offset() + 1));
            });
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

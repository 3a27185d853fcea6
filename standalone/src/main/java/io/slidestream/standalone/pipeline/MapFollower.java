package io.slidestream.standalone.pipeline;

import io.slidestream.contracts.MapId;
import io.slidestream.contracts.MapUpdated;
import io.slidestream.contracts.Topic;
import io.slidestream.servicekit.health.Health;
import io.slidestream.servicekit.kafka.DeadLetters;
import io.slidestream.servicekit.kafka.FollowedTopic;
import io.slidestream.servicekit.kafka.StartPoint;
import io.slidestream.servicekit.kafka.TopicFollower;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/** Knows the latest word on every map, and passes on what is said from now on, each word once. */
public final class MapFollower implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private final Map<MapId, MapUpdated> latest = new ConcurrentHashMap<>();
    private final Consumer<MapUpdated> listener;
    private final TopicFollower follower;

    private MapFollower(Map<String, Object> kafka, Consumer<MapUpdated> listener, DeadLetters junk) {
        this.listener = listener;
        this.follower = new TopicFollower(
                "map-follower",
                TopicFollower.consumers(kafka, "map-follower"),
                StartPoint.BEGINNING,
                TopicFollower.OnFailure.HALT,
                List.of(FollowedTopic.of(Topic.TUMOR_MAPS, junk, this::take, key -> {})));
    }

    /**
     * Returns when all that was said before is known; what comes later also reaches the listener, on another thread.
     *
     * @param kafka client properties, at least bootstrap.servers
     * @param junk what becomes of records that are no message
     */
    static MapFollower start(Map<String, Object> kafka, Consumer<MapUpdated> listener, DeadLetters junk) {
        MapFollower maps = new MapFollower(kafka, listener, junk);
        maps.follower.start();
        try {
            maps.follower.awaitCaughtUp(PATIENCE);
        } catch (RuntimeException | Error e) {
            maps.close();
            throw e;
        }
        return maps;
    }

    public Optional<MapUpdated> latest(MapId map) {
        return Optional.ofNullable(latest.get(map));
    }

    /** Why following ended before close(). */
    Optional<Health> failure() {
        return Optional.of(follower.check()).filter(health -> health.state() == Health.State.FAILED);
    }

    private void take(MapUpdated map) {
        boolean news = !map.equals(latest.put(map.mapId(), map)); // a restarted aggregator says its last words again
        if (news && follower.isCaughtUp()) {
            listener.accept(map);
        }
    }

    @Override
    public void close() {
        follower.close();
    }
}

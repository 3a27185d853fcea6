package io.slidestream.worker.blocks;

import io.micrometer.core.instrument.MeterRegistry;
import io.slidestream.contracts.MapId;
import io.slidestream.contracts.SlideEvent;
import io.slidestream.contracts.TileBlock;
import io.slidestream.contracts.Topic;
import io.slidestream.servicekit.health.Health;
import io.slidestream.servicekit.kafka.FollowedTopic;
import io.slidestream.servicekit.kafka.SkippedRecords;
import io.slidestream.servicekit.kafka.StartPoint;
import io.slidestream.servicekit.kafka.TopicFollower;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.Consumer;

/**
 * The maps that were cancelled or begun again, from topic {@code slides}, so that no worker classifies tiles that nobody
 * waits for. Only saves work: where it is late or fails, the aggregator drops the scores all the same.
 */
public final class CancelledMaps implements AutoCloseable {
    private final TopicFollower follower;
    /** Latest attempt by the map id's hex form, which is the topic's key, of maps with more than one: it ends those before. */
    private final Map<String, Integer> calledOff = new ConcurrentHashMap<>();

    private volatile Runnable onMore = () -> {};

    CancelledMaps(Supplier<Consumer<byte[], byte[]>> consumers, MeterRegistry registry) {
        follower = new TopicFollower(
                "cancelled-maps",
                consumers,
                StartPoint.BEGINNING,
                TopicFollower.OnFailure.RETRY,
                List.of(FollowedTopic.of(Topic.SLIDES, new SkippedRecords(registry), this::take, calledOff::remove)));
    }

    /** @param kafka client properties, at least bootstrap.servers */
    public static CancelledMaps in(Map<String, Object> kafka, MeterRegistry registry) {
        return new CancelledMaps(TopicFollower.consumers(kafka, "cancelled-maps"), registry);
    }

    /** @param onMore called after each map of which that is read, on the thread that reads of it */
    public void start(Runnable onMore) {
        this.onMore = onMore;
        follower.start();
    }

    public boolean contain(TileBlock block) {
        return isOff(block.mapId(), block.attempt());
    }

    boolean isOff(MapId map, int attempt) {
        return calledOff.getOrDefault(map.hex(), 0) > attempt;
    }

    /**
     * Health that is never failed, and ready while topics are still being read: the worst case is that unwanted tiles
     * are classified.
     */
    public Health check() {
        Health health = follower.check();
        return switch (health.state()) {
            case STARTING, READY -> Health.ready();
            case TROUBLED, FAILED -> Health.troubled("tiles of cancelled maps are classified: " + health.detail());
        };
    }

    @Override
    public void close() {
        follower.close();
    }

    private void take(SlideEvent event) {
        if (event.attempt() > 1) {
            calledOff.merge(event.mapId().hex(), event.attempt(), Math::max);
            onMore.run();
        }
    }
}

package io.slidestream.tiler.states;

import io.slidestream.contracts.MapId;
import io.slidestream.contracts.RejectionReason;
import io.slidestream.contracts.SlideEvent;
import io.slidestream.contracts.SlideRejected;
import io.slidestream.contracts.SlideTiled;
import io.slidestream.contracts.Topic;
import io.slidestream.servicekit.health.Component;
import io.slidestream.servicekit.health.Health;
import io.slidestream.servicekit.kafka.DeadLetters;
import io.slidestream.servicekit.kafka.FollowedTopic;
import io.slidestream.servicekit.kafka.StartPoint;
import io.slidestream.servicekit.kafka.TopicFollower;
import io.slidestream.servicekit.kafka.TopicReader;
import io.slidestream.tiler.log.TilerMetrics;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The latest event about each map on topic {@code slides}: read to its end at start, then followed, so that the events
 * of this and of other tilers are known; its own at once, by {@link #add}. A slide whose blocks were published but not
 * its manifest is not in it, so it is tiled again under the same attempt; one whose manifest came first is gone on with.
 */
public final class KnownMaps implements Component {
    private static final Logger log = LoggerFactory.getLogger(KnownMaps.class);

    private final TopicFollower follower;
    /** Latest event by the map id's hex form, which is the topic's key. */
    private final Map<String, Known> maps = new ConcurrentHashMap<>();

    /**
     * The latest event about a map.
     *
     * @param reason why it was rejected; null when it was tiled
     * @param begun its manifest, if not all of its blocks are in the log
     */
    public record Known(
            int attempt,
            @Nullable RejectionReason reason,
            @Nullable String message,
            @Nullable SlideTiled begun) {
        public Known(int attempt, @Nullable RejectionReason reason, @Nullable String message) {
            this(attempt, reason, message, null);
        }

        /**
         * Whether the outcome is final; false where another try may succeed, as when the slide had vanished or the
         * tiler failed, and where blocks are still to be published.
         */
        public boolean settled() {
            return reason == null
                    ? begun == null
                    : switch (reason) {
                        case FAILED, CHANGED, VANISHED -> false;
                        case NOT_A_SLIDE,
                                INCOMPLETE,
                                UNREADABLE,
                                NO_MPP,
                                NO_TISSUE,
                                TOO_SMALL,
                                TOO_COARSE,
                                TOO_MANY_TILES,
                                NOT_ALLOWED,
                                CRASHES_READER,
                                CANCELLED -> true;
                    };
        }
    }

    public KnownMaps(Supplier<Consumer<byte[], byte[]>> consumers, DeadLetters deadLetters) {
        follower = new TopicFollower(
                "known-maps",
                consumers,
                StartPoint.BEGINNING,
                TopicFollower.OnFailure.HALT,
                List.of(FollowedTopic.of(Topic.SLIDES, deadLetters, this::add, maps::remove)));
    }

    /**
     * Reads with a consumer of its own.
     *
     * @param kafka client properties, at least bootstrap.servers
     */
    public static KnownMaps in(Map<String, Object> kafka, DeadLetters deadLetters, TilerMetrics metrics) {
        return new KnownMaps(metrics.clients().of(TopicReader.consumers(kafka, "known-maps")), deadLetters);
    }

    @Override
    public String name() {
        return "known-maps";
    }

    /** Returns when everything that was in the topic is known. */
    @Override
    public void start() {
        follower.start();
        follower.awaitCaughtUp();
        log.info("{} maps are known from topic {}", maps.size(), Topic.SLIDES.name());
    }

    public Optional<Known> latest(MapId map) {
        return Optional.ofNullable(maps.get(map.hex()));
    }

    /** Call when the event is in the log. */
    public void add(SlideEvent event) {
        maps.merge(event.mapId().hex(), known(event), KnownMaps::later);
    }

    private static Known known(SlideEvent event) {
        if (event instanceof SlideRejected rejected) {
            return new Known(event.attempt(), rejected.reason(), rejected.message());
        }
        return new Known(
                event.attempt(), null, null, event instanceof SlideTiled tiled && !tiled.isPublished() ? tiled : null);
    }

    /** Of an attempt whose blocks are published, what is read of its beginning is old news. */
    private static Known later(Known old, Known fresh) {
        boolean isOlder = fresh.attempt() < old.attempt()
                || (fresh.attempt() == old.attempt() && nextBlock(fresh) < nextBlock(old));
        return isOlder ? old : fresh;
    }

    private static int nextBlock(Known known) {
        return known.begun() == null ? Integer.MAX_VALUE : known.begun().nextBlock();
    }

    public boolean hasReached(Map<TopicPartition, Long> offsets) {
        return follower.hasReached(offsets);
    }

    @Override
    public Health check() {
        return follower.check();
    }

    @Override
    public void close() {
        follower.close();
    }
}

package io.slidestream.tiler.states;

import io.slidestream.contracts.MalformedMessageException;
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
import io.slidestream.servicekit.kafka.TopicFollower;
import io.slidestream.tiler.log.TilerMetrics;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/*
 * The file has what was read from the topic, and nothing else, so that it can be told from the topic again. What this tiler has
 * said itself and not read yet stays in memory, which holds a few of them.
 */
/**
 * The latest event about each map on topic {@code slides}: read on from where the file knows it, then followed, so that the
 * events of this and of other tilers are known; its own at once, by {@link #add}. A slide whose blocks were published but not
 * its manifest is not in it, so it is tiled again under the same attempt; one whose manifest came first is gone on with.
 */
public final class KnownMaps implements Component {
    private static final Logger log = LoggerFactory.getLogger(KnownMaps.class);

    private final TopicFollower follower;
    private final StateFile file;
    /** Own events that were not read yet, by the map id's hex form, which is the topic's key. */
    private final Map<String, Known> ahead = new ConcurrentHashMap<>();

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

    /** Knows what it reads for as long as it lasts. */
    public KnownMaps(Supplier<Consumer<byte[], byte[]>> consumers, DeadLetters deadLetters) {
        this(consumers, StateFile.temporary(), KeptTopics.UNIDENTIFIED, deadLetters);
    }

    /**
     * @param file closed by others, after this
     * @param ids of topics by their names
     */
    KnownMaps(
            Supplier<Consumer<byte[], byte[]>> consumers,
            StateFile file,
            Function<Set<String>, Map<String, String>> ids,
            DeadLetters deadLetters) {
        this.file = file;
        KeptTopics kept = new KeptTopics(file, ids, Map.of(Topic.SLIDES.name(), List.of("known_map")));
        follower = new TopicFollower(
                "known-maps",
                consumers,
                kept,
                TopicFollower.OnFailure.HALT,
                List.of(kept.kept(FollowedTopic.of(Topic.SLIDES, deadLetters, this::take, this::forget))));
    }

    /**
     * Reads with a consumer of its own.
     *
     * @param kafka client properties, at least bootstrap.servers
     * @param file closed by others, after this
     */
    public static KnownMaps in(
            Map<String, Object> kafka, StateFile file, DeadLetters deadLetters, TilerMetrics metrics) {
        return new KnownMaps(
                metrics.clients().of(TopicFollower.consumers(kafka, "known-maps")),
                file,
                KeptTopics.idsIn(kafka),
                deadLetters);
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
        long maps = file.one("SELECT COUNT(*) FROM known_map", row -> row.getLong(1))
                .orElse(0L);
        log.info("{} maps are known from topic {}", maps, Topic.SLIDES.name());
    }

    public Optional<Known> latest(MapId map) {
        Known said = ahead.get(map.hex());
        Known read = read(map.hex());
        return Optional.ofNullable(said == null ? read : read == null ? said : later(read, said));
    }

    /** Call when the event is in the log. */
    public void add(SlideEvent event) {
        ahead.merge(event.mapId().hex(), known(event), KnownMaps::later);
    }

    private void take(SlideEvent event) {
        String map = event.mapId().hex();
        Known fresh = known(event);
        Known old = read(map);
        Known latest = old == null ? fresh : later(old, fresh);
        if (!latest.equals(old)) {
            RejectionReason reason = latest.reason();
            SlideTiled begun = latest.begun();
            file.update(
                    "INSERT INTO known_map (map, attempt, reason, message, begun) VALUES (?, ?, ?, ?, ?) ON CONFLICT (map)"
                            + " DO UPDATE SET attempt = excluded.attempt, reason = excluded.reason, message ="
                            + " excluded.message, begun = excluded.begun",
                    map,
                    latest.attempt(),
                    reason == null ? null : reason.label(),
                    latest.message(),
                    begun == null ? null : Topic.SLIDES.codec().encode(begun));
        }
        ahead.computeIfPresent(map, (id, said) -> later(said, latest).equals(latest) ? null : said);
    }

    private void forget(String map) {
        ahead.remove(map);
        file.update("DELETE FROM known_map WHERE map = ?", map);
        file.scrub();
    }

    private @Nullable Known read(String map) {
        return file.one(
                        "SELECT attempt, reason, message, begun FROM known_map WHERE map = ?",
                        row -> new Known(
                                row.getInt(1),
                                KeptTopics.reason(row.getString(2)),
                                row.getString(3),
                                begun(row.getBytes(4))),
                        map)
                .orElse(null);
    }

    private static @Nullable SlideTiled begun(byte @Nullable [] manifest) {
        try {
            return manifest != null && Topic.SLIDES.codec().decode(manifest) instanceof SlideTiled tiled ? tiled : null;
        } catch (MalformedMessageException e) {
            throw new IllegalStateException("a manifest that was read can be read no more", e);
        }
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
        StateFileException fault = file.fault();
        return fault == null ? follower.check() : Health.failed(fault);
    }

    @Override
    public void close() {
        follower.close();
    }
}

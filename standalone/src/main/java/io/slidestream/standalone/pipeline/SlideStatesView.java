package io.slidestream.standalone.pipeline;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.slidestream.catalog.maps.KnownMap;
import io.slidestream.catalog.maps.MapIndex;
import io.slidestream.catalog.maps.SlideBoard;
import io.slidestream.contracts.BucketListed;
import io.slidestream.contracts.MapId;
import io.slidestream.contracts.MapUpdated;
import io.slidestream.contracts.SlideStateChanged;
import io.slidestream.contracts.SlideStateEvent;
import io.slidestream.contracts.Topic;
import io.slidestream.servicekit.kafka.DeadLetters;
import io.slidestream.servicekit.kafka.FollowedTopic;
import io.slidestream.servicekit.kafka.SkippedRecords;
import io.slidestream.servicekit.kafka.StartPoint;
import io.slidestream.servicekit.kafka.TopicReader;
import io.slidestream.viewer.catalog.ClusterId;
import io.slidestream.viewer.catalog.KnownPlaces;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.Consumer;
import org.jspecify.annotations.Nullable;

/*
 * A catalog is behind the topics by what nobody has followed yet: little while a viewer runs, days of it otherwise. What comes
 * after the places up to which it knows them is read from the topics, so that both together say what the topics say.
 */
/**
 * State of each slide, from a catalog and what topics {@code slide-states} and {@code tumor-maps} have told since; without a
 * catalog, from the topics alone. Not for concurrent use.
 */
public final class SlideStatesView implements AutoCloseable {
    private final TopicReader reader;
    /** By key; empty where the slide is gone. */
    private final TreeMap<String, Optional<SlideStateEvent>> words = new TreeMap<>();

    private final Map<MapId, MapUpdated> maps = new HashMap<>();
    /** What was told before; null where topics were read from their start. */
    private @Nullable MapIndex index;

    /** Takes one slide after the other. */
    public interface Sink {
        void take(SlideStatus slide);
    }

    private SlideStatesView(Consumer<byte[], byte[]> consumer) {
        DeadLetters junk = new SkippedRecords(new SimpleMeterRegistry());
        this.reader = new TopicReader(
                consumer,
                List.of(
                        FollowedTopic.of(
                                Topic.SLIDE_STATES,
                                junk,
                                word -> words.put(Topic.SLIDE_STATES.key().apply(word), Optional.of(word)),
                                key -> words.put(key, Optional.empty())),
                        FollowedTopic.of(Topic.TUMOR_MAPS, junk, this::take, key -> {})));
    }

    /**
     * Reads all that was said until now.
     *
     * @param kafka client properties, at least bootstrap.servers
     * @throws PipelineFailure if no Kafka answers, or no tiler has ever used it
     */
    public static SlideStatesView read(Map<String, Object> kafka) {
        check(kafka);
        return read(consumers(kafka));
    }

    /**
     * Reads what was said since a catalog was written.
     *
     * @param kafka client properties, at least bootstrap.servers
     * @param index of the catalog, open as long as this
     * @throws PipelineFailure if no Kafka answers, or no tiler has ever used it
     */
    public static SlideStatesView read(Map<String, Object> kafka, MapIndex index) {
        check(kafka);
        return read(consumers(kafka), index, ClusterId.of(kafka));
    }

    static SlideStatesView read(Supplier<Consumer<byte[], byte[]>> consumers) {
        return read(new SlideStatesView(consumers.get()), StartPoint.BEGINNING);
    }

    static SlideStatesView read(Supplier<Consumer<byte[], byte[]>> consumers, MapIndex index, String cluster) {
        List<MapIndex.Position> positions = index.positions(cluster); // before the rows, which may be newer
        SlideStatesView view = new SlideStatesView(consumers.get());
        return read(view, (consumer, partitions) -> {
            KnownPlaces places = KnownPlaces.of(positions, consumer, partitions);
            boolean states = places.topics().contains(Topic.SLIDE_STATES.name());
            view.index = states ? index : null;
            return states ? places.from() : StartPoint.BEGINNING.offsets(consumer, partitions);
        });
    }

    private static SlideStatesView read(SlideStatesView board, StartPoint from) {
        try {
            board.reader.assign(from);
            board.refresh();
        } catch (RuntimeException | Error e) {
            board.close();
            throw e;
        }
        return board;
    }

    private static void check(Map<String, Object> kafka) {
        KafkaReach.check(kafka, Topic.SLIDE_STATES.name(), Topic.TUMOR_MAPS.name());
    }

    private static Supplier<Consumer<byte[], byte[]>> consumers(Map<String, Object> kafka) {
        return TopicReader.consumers(kafka, "slide-states-view");
    }

    /** Reads what was said since. */
    public void refresh() {
        reader.readToEnds();
    }

    /** Whether a catalog told what was said earlier. */
    public boolean isOfCatalog() {
        return index != null;
    }

    /** Entries in order of location. */
    public List<BucketListed> buckets() {
        return buckets("");
    }

    /** Those whose location begins so, in order of location. */
    public List<BucketListed> buckets(String locationPrefix) {
        TreeMap<String, BucketListed> all = new TreeMap<>();
        MapIndex known = index;
        if (known != null) {
            known.board()
                    .buckets(locationPrefix)
                    .forEach(bucket -> all.put(Topic.locationKey(bucket.location()), bucket));
        }
        words.forEach((key, word) -> {
            all.remove(key);
            if (word.orElse(null) instanceof BucketListed bucket
                    && bucket.location().startsWith(locationPrefix)) {
                all.put(key, bucket);
            }
        });
        return List.copyOf(all.values());
    }

    /** Entries in order of location. */
    public List<SlideStatus> slides() {
        List<SlideStatus> slides = new ArrayList<>();
        each(new SlideBoard.Filter("", Set.of()), slides::add);
        return slides;
    }

    /** Passes on those that are asked for, in order of location. */
    public void each(SlideBoard.Filter filter, Sink sink) {
        Later later = new Later(filter, sink);
        MapIndex known = index;
        if (known != null) {
            known.board().each(filter, later);
        }
        later.rest();
    }

    @Override
    public void close() {
        reader.close();
    }

    /** Puts what was told later between the rows of a catalog, or in their places. */
    private final class Later implements SlideBoard.Sink {
        private final SlideBoard.Filter filter;
        private final Sink sink;
        private @Nullable String last;

        Later(SlideBoard.Filter filter, Sink sink) {
            this.filter = filter;
            this.sink = sink;
        }

        @Override
        public void take(String key, SlideStateChanged slide, @Nullable MapUpdated ledger) {
            String before = last;
            (before == null ? words.headMap(key, false) : words.subMap(before, false, key, false))
                    .values()
                    .forEach(this::pass);
            last = key;
            Optional<SlideStateEvent> word = words.get(key);
            if (word == null) {
                sink.take(new SlideStatus(slide, latest(slide, ledger)));
            } else {
                pass(word);
            }
        }

        void rest() {
            String before = last;
            (before == null ? words : words.tailMap(before, false)).values().forEach(this::pass);
        }

        private void pass(Optional<SlideStateEvent> word) {
            if (word.orElse(null) instanceof SlideStateChanged slide && filter.takes(slide)) {
                sink.take(new SlideStatus(slide, latest(slide, known(slide))));
            }
        }
    }

    private @Nullable MapUpdated known(SlideStateChanged slide) {
        MapIndex catalog = index;
        return catalog == null || slide.mapId() == null
                ? null
                : catalog.known(slide.mapId()).flatMap(KnownMap::ledger).orElse(null);
    }

    /** The latest that is known of a slide's map, if it is of the slide's attempt or a later one. */
    private @Nullable MapUpdated latest(SlideStateChanged slide, @Nullable MapUpdated ofCatalog) {
        MapUpdated told = slide.mapId() == null ? null : maps.get(slide.mapId());
        MapUpdated latest =
                told == null || (ofCatalog != null && ofCatalog.attempt() > told.attempt()) ? ofCatalog : told;
        return latest != null && latest.attempt() >= slide.attempt() ? latest : null;
    }

    private void take(MapUpdated map) {
        maps.merge(map.mapId(), map, (old, fresh) -> fresh.attempt() >= old.attempt() ? fresh : old);
    }
}

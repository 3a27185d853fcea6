package io.slidestream.standalone.pipeline;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
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
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.Consumer;
import org.jspecify.annotations.Nullable;

/** State of each slide, read from topics {@code slide-states} and {@code tumor-maps}. Not for concurrent use. */
public final class SlideStatesView implements AutoCloseable {
    private final TopicReader reader;
    private final Map<String, SlideStateEvent> words = new TreeMap<>();
    private final Map<MapId, MapUpdated> maps = new HashMap<>();

    private SlideStatesView(Consumer<byte[], byte[]> consumer) {
        DeadLetters junk = new SkippedRecords(new SimpleMeterRegistry());
        this.reader = new TopicReader(
                consumer,
                List.of(
                        FollowedTopic.of(
                                Topic.SLIDE_STATES,
                                junk,
                                word -> words.put(Topic.SLIDE_STATES.key().apply(word), word),
                                words::remove),
                        FollowedTopic.of(Topic.TUMOR_MAPS, junk, this::take, key -> {})));
    }

    /**
     * Reads all that was said until now.
     *
     * @param kafka client properties, at least bootstrap.servers
     * @throws PipelineFailure if no Kafka answers, or no tiler has ever used it
     */
    public static SlideStatesView read(Map<String, Object> kafka) {
        KafkaReach.check(kafka, Topic.SLIDE_STATES.name(), Topic.TUMOR_MAPS.name());
        return read(TopicReader.consumers(kafka, "slide-states-view"));
    }

    static SlideStatesView read(Supplier<Consumer<byte[], byte[]>> consumers) {
        SlideStatesView board = new SlideStatesView(consumers.get());
        try {
            board.reader.assign(StartPoint.BEGINNING);
            board.refresh();
        } catch (RuntimeException | Error e) {
            board.close();
            throw e;
        }
        return board;
    }

    /** Reads what was said since. */
    public void refresh() {
        reader.readToEnds();
    }

    /** Entries in order of location. */
    public List<BucketListed> buckets() {
        return words.values().stream()
                .filter(BucketListed.class::isInstance)
                .map(BucketListed.class::cast)
                .toList();
    }

    /** Entries in order of location. */
    public List<SlideStatus> slides() {
        return words.values().stream()
                .filter(SlideStateChanged.class::isInstance)
                .map(SlideStateChanged.class::cast)
                .map(slide -> new SlideStatus(slide, map(slide)))
                .toList();
    }

    @Override
    public void close() {
        reader.close();
    }

    private @Nullable MapUpdated map(SlideStateChanged slide) {
        MapUpdated map = slide.mapId() == null ? null : maps.get(slide.mapId());
        return map != null && map.attempt() >= slide.attempt() ? map : null;
    }

    private void take(MapUpdated map) {
        maps.merge(map.mapId(), map, (old, fresh) -> fresh.attempt() >= old.attempt() ? fresh : old);
    }
}

package io.slidestream.standalone.pipeline;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.slidestream.contracts.MapId;
import io.slidestream.contracts.SlideEvent;
import io.slidestream.contracts.SlideTiled;
import io.slidestream.contracts.Topic;
import io.slidestream.servicekit.kafka.FollowedTopic;
import io.slidestream.servicekit.kafka.SkippedRecords;
import io.slidestream.servicekit.kafka.StartPoint;
import io.slidestream.servicekit.kafka.TopicReader;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.consumer.Consumer;
import org.jspecify.annotations.Nullable;

/** The manifests of maps, looked up in topic {@code slides}. */
public final class Manifests {
    private Manifests() {}

    /** The latest manifest of the map that the topic still has. */
    public static Optional<SlideTiled> find(Map<String, Object> kafka, MapId map) {
        AtomicReference<@Nullable SlideTiled> found = new AtomicReference<>();
        Consumer<byte[], byte[]> consumer =
                TopicReader.consumers(kafka, "manifests").get();
        FollowedTopic slides = FollowedTopic.of(
                Topic.SLIDES,
                new SkippedRecords(new SimpleMeterRegistry()),
                (SlideEvent event) -> {
                    if (event.mapId().equals(map) && event instanceof SlideTiled tiled) {
                        found.set(tiled);
                    }
                },
                key -> {});
        TopicReader reader = new TopicReader(consumer, List.of(slides));
        try {
            reader.assign(StartPoint.BEGINNING);
            reader.readToEnds();
            return Optional.ofNullable(found.get());
        } finally {
            reader.close();
        }
    }
}

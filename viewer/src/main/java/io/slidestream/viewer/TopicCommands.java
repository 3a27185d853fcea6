package io.slidestream.viewer;

import io.slidestream.catalog.maps.SlideMap;
import io.slidestream.contracts.MapCommand;
import io.slidestream.contracts.Topic;
import io.slidestream.servicekit.kafka.EventPublisher;
import io.slidestream.viewer.api.SlideCommands;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Asks the tiler over topic {@code commands}, and waits until the request is in the log. */
public final class TopicCommands implements SlideCommands {
    private static final long PATIENCE_SECONDS = 10;

    private final EventPublisher publisher;

    /** @param publisher must outlive the viewer */
    public TopicCommands(EventPublisher publisher) {
        this.publisher = publisher;
    }

    @Override
    public void retry(SlideMap map) {
        SlideMap.Shape shape = map.shape();
        ask(map, MapCommand.Kind.RETRY, shape == null ? null : shape.grid().mpp());
    }

    @Override
    public void resubmit(SlideMap map, double mpp) {
        ask(map, MapCommand.Kind.RESUBMIT, mpp);
    }

    @Override
    public void cancel(SlideMap map) {
        ask(map, MapCommand.Kind.CANCEL, null);
    }

    /** The topics, in which a slide is forgotten. */
    EventPublisher topics() {
        return publisher;
    }

    private void ask(SlideMap map, MapCommand.Kind kind, @Nullable Double mpp) {
        publisher
                .publish(Topic.COMMANDS, new MapCommand(map.id(), map.attempt(), map.slide(), kind, mpp))
                .orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS)
                .join();
    }
}

package io.slidestream.servicekit.kafka;

import io.slidestream.contracts.Topic;
import java.util.concurrent.CompletableFuture;

/** Publishes messages, acknowledged by every in-sync replica. Safe for concurrent use. */
public interface EventPublisher extends AutoCloseable {
    /** Completes when the broker has the message; completes exceptionally when it never will. */
    <T> CompletableFuture<Void> publish(Topic<T> topic, T message);

    /** Publishes a tombstone for the key to a compacted topic; completes as publish() does. */
    default <T> CompletableFuture<Void> retract(Topic<T> topic, String key) {
        throw new UnsupportedOperationException("does not forget " + key + " of " + topic.name());
    }

    @Override
    void close();
}

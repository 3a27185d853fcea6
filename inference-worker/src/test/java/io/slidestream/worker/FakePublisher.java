package io.slidestream.worker;

import io.slidestream.contracts.BlockScored;
import io.slidestream.contracts.Topic;
import io.slidestream.servicekit.kafka.DeadLetters;
import io.slidestream.servicekit.kafka.EventPublisher;
import io.slidestream.servicekit.telemetry.DeadLetterReason;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;

/** Keeps what is published and buried; answers when the test says so, or at once. */
public final class FakePublisher implements EventPublisher, DeadLetters {
    public record Buried(Letter letter, String why) {}

    public final List<BlockScored> published = new CopyOnWriteArrayList<>();
    public final List<Buried> buried = new CopyOnWriteArrayList<>();
    public volatile CompletableFuture<Void> publishing = CompletableFuture.completedFuture(null);
    public volatile CompletableFuture<Void> burying = CompletableFuture.completedFuture(null);

    /** Whether both methods throw instead of answering. */
    public volatile boolean throwing;

    public static CompletableFuture<Void> failing(String message) {
        return CompletableFuture.failedFuture(new IllegalStateException(message));
    }

    @Override
    public <T> CompletableFuture<Void> publish(Topic<T> topic, T message) {
        BlockScored block = (BlockScored) message;
        if (topic != (Object) Topic.TILE_SCORES) {
            throw new IllegalArgumentException("published to " + topic.name());
        }
        refuseIfThrowing();
        published.add(block);
        return publishing;
    }

    @Override
    public CompletableFuture<Void> bury(Letter letter, DeadLetterReason reason, String why) {
        refuseIfThrowing();
        buried.add(new Buried(letter, why));
        return burying;
    }

    @Override
    public void close() {}

    private void refuseIfThrowing() {
        if (throwing) {
            throw new IllegalStateException("publisher is closed");
        }
    }
}

package io.slidestream.tiler;

import io.slidestream.contracts.SlideEvent;
import io.slidestream.contracts.SlideStateEvent;
import io.slidestream.contracts.TileBlock;
import io.slidestream.contracts.Topic;
import io.slidestream.servicekit.kafka.EventPublisher;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.TimeoutException;

/** A broker that keeps what it acknowledged, fails the sends it is told to, and may hold acknowledgements back. */
public final class RecordingPublisher implements EventPublisher {
    final List<Object> log = new ArrayList<>();
    public final Set<Integer> failingSends = new HashSet<>();
    public final Set<Integer> sendsTooLarge = new HashSet<>();
    final Deque<CompletableFuture<Void>> held = new ArrayDeque<>();
    public boolean holdAcknowledgements;
    int sends;

    @Override
    public synchronized <T> CompletableFuture<Void> publish(Topic<T> topic, T message) {
        if (sendsTooLarge.contains(sends)) {
            sends++;
            return CompletableFuture.failedFuture(new RecordTooLargeException("1.5 MB"));
        }
        if (failingSends.contains(sends++)) {
            return CompletableFuture.failedFuture(new TimeoutException("no acknowledgement for send " + (sends - 1)));
        }
        log.add(message);
        if (holdAcknowledgements) {
            CompletableFuture<Void> later = new CompletableFuture<>();
            held.add(later);
            return later;
        }
        return CompletableFuture.completedFuture(null);
    }

    @Override
    public synchronized <T> CompletableFuture<Void> retract(Topic<T> topic, String key) {
        log.add("retracted " + key);
        return CompletableFuture.completedFuture(null);
    }

    /** What was said of slides and buckets. */
    public synchronized List<SlideStateEvent> words() {
        return log.stream()
                .filter(SlideStateEvent.class::isInstance)
                .map(SlideStateEvent.class::cast)
                .toList();
    }

    public synchronized int heldCount() {
        return held.size();
    }

    /** Acknowledges what is held, and all that comes after. */
    public void release() {
        List<CompletableFuture<Void>> due;
        synchronized (this) {
            holdAcknowledgements = false;
            due = List.copyOf(held);
            held.clear();
        }
        due.forEach(future -> future.complete(null));
    }

    public synchronized List<TileBlock> blocks() {
        return log.stream()
                .filter(TileBlock.class::isInstance)
                .map(TileBlock.class::cast)
                .toList();
    }

    public synchronized List<SlideEvent> events() {
        return log.stream()
                .filter(SlideEvent.class::isInstance)
                .map(SlideEvent.class::cast)
                .toList();
    }

    public synchronized List<Object> all() {
        return List.copyOf(log);
    }

    @Override
    public void close() {}
}

package io.slidestream.tiler.tiling;

import io.slidestream.contracts.MapId;
import io.slidestream.contracts.Topic;
import io.slidestream.contracts.time.Backoff;
import io.slidestream.servicekit.health.Health;
import io.slidestream.servicekit.kafka.EventPublisher;
import io.slidestream.servicekit.kafka.KafkaFailures;
import io.slidestream.tiler.log.Pause;
import io.slidestream.tiler.log.TilerMetrics;
import java.time.Duration;
import java.util.Iterator;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Publishes series of messages until every one is acknowledged. Safe for concurrent use.
 *
 * <p>One failed send makes the whole series suspect (a new topic's first records may be lost in a row), so all of it is
 * sent again: its readers tolerate repetition, none tolerates a gap. There is no last try: while Kafka is away a slide
 * waits, and where Kafka will never accept, the publisher's own health ends the service.
 */
public final class Delivery {
    /** Enough to keep the producer's batches full; a block is some 300 bytes. */
    static final int MAX_IN_FLIGHT = 512;

    private static final Backoff BACKOFF = new Backoff(Duration.ofSeconds(1), Duration.ofSeconds(30));
    private static final Logger log = LoggerFactory.getLogger(Delivery.class);

    private final EventPublisher publisher;
    private final TilerMetrics metrics;
    private final Pause pause;
    private volatile @Nullable Throwable lastFailure;

    public Delivery(EventPublisher publisher, TilerMetrics metrics, Pause pause) {
        this.publisher = publisher;
        this.metrics = metrics;
        this.pause = pause;
    }

    /**
     * @param series gives the same messages each time it is asked
     * @throws RecordTooLargeException if one is larger than Kafka takes, which no further try cures
     */
    <T> void deliver(MapId map, Topic<T> topic, Supplier<Iterator<T>> series) throws InterruptedException {
        Throwable failure = sendAll(topic, series.get());
        for (int failures = 1; failure != null; failures++) {
            if (cause(failure) instanceof RecordTooLargeException lasting) {
                lastFailure = null;
                throw lasting;
            }
            Duration wait = BACKOFF.pause(failures);
            lastFailure = failure;
            metrics.replayed();
            log.warn(
                    "map {}: a record for {} was not acknowledged; all of them are sent again in {} s: {}",
                    map,
                    topic.name(),
                    wait.toSeconds(),
                    KafkaFailures.describeWriting(failure));
            pause.pause(wait);
            failure = sendAll(topic, series.get());
        }
        lastFailure = null;
    }

    private static @Nullable Throwable cause(Throwable failure) {
        return failure instanceof CompletionException ? failure.getCause() : failure;
    }

    Health check() {
        Throwable failure = lastFailure;
        return failure == null ? Health.ready() : Health.troubled("sending again after " + failure);
    }

    /** The first failure, or null if every message is in the log. Returns only when nothing is in flight. */
    private <T> @Nullable Throwable sendAll(Topic<T> topic, Iterator<T> messages) throws InterruptedException {
        Semaphore room = new Semaphore(MAX_IN_FLIGHT);
        AtomicReference<@Nullable Throwable> failed = new AtomicReference<>();
        while (messages.hasNext() && failed.get() == null) {
            room.acquire();
            CompletableFuture<Void> unused = publisher
                    .publish(topic, messages.next())
                    .whenComplete((sent, failure) -> {
                        if (failure != null) {
                            failed.compareAndSet(null, failure);
                        }
                        room.release();
                    });
        }
        room.acquire(MAX_IN_FLIGHT);
        return failed.get();
    }
}

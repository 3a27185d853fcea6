package io.slidestream.worker.blocks;

import io.slidestream.contracts.BlockScored;
import io.slidestream.contracts.Topic;
import io.slidestream.contracts.time.Backoff;
import io.slidestream.servicekit.kafka.DeadLetters;
import io.slidestream.servicekit.kafka.EventPublisher;
import io.slidestream.servicekit.kafka.KafkaFailures;
import io.slidestream.servicekit.telemetry.DeadLetterReason;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hands the answers to blocks to Kafka until it takes them. That it gives records and takes none, as when too few of its
 * replicas are there, is no failure of the block, and must not use up its deliveries. Safe for concurrent use.
 */
public final class Answers {
    private static final Logger log = LoggerFactory.getLogger(Answers.class);

    private final EventPublisher publisher;
    private final DeadLetters deadLetters;
    private final Function<Duration, Executor> later;
    private final Backoff backoff;
    private final BooleanSupplier ending;
    private final AtomicInteger refused = new AtomicInteger();

    /**
     * @param later runs what it is given after that pause
     * @param backoff between two tries
     * @param ending whether to wait no longer: what is refused from then on has failed
     */
    public Answers(
            EventPublisher publisher,
            DeadLetters deadLetters,
            Function<Duration, Executor> later,
            Backoff backoff,
            BooleanSupplier ending) {
        this.publisher = publisher;
        this.deadLetters = deadLetters;
        this.later = later;
        this.backoff = backoff;
        this.ending = ending;
    }

    /** Whether none is being handed to Kafka again. */
    boolean areTaken() {
        return refused.get() == 0;
    }

    /** Completes when the scores are in the log; exceptionally when they will not be. */
    CompletableFuture<Void> publish(BlockScored scored) {
        return first(() -> publisher.publish(Topic.TILE_SCORES, scored));
    }

    /** Completes when the dead letter is in the log; exceptionally when it will not be. */
    CompletableFuture<Void> bury(DeadLetters.Letter letter, DeadLetterReason reason, String why) {
        return first(() -> deadLetters.bury(letter, reason, why));
    }

    private CompletableFuture<Void> first(Supplier<CompletableFuture<Void>> send) {
        return send.get().exceptionallyCompose(failure -> {
            if (!mayPass(failure)) {
                return CompletableFuture.failedFuture(failure);
            }
            if (refused.getAndIncrement() == 0) {
                log.warn(
                        "Kafka took no answer ({}); no blocks are taken until it does",
                        KafkaFailures.describeWriting(failure));
            }
            return again(send, 1).whenComplete((taken, cause) -> refused.decrementAndGet());
        });
    }

    private CompletableFuture<Void> again(Supplier<CompletableFuture<Void>> send, int failures) {
        return CompletableFuture.supplyAsync(send, later.apply(backoff.pause(failures)))
                .thenCompose(sent -> sent)
                .exceptionallyCompose(failure ->
                        mayPass(failure) ? again(send, failures + 1) : CompletableFuture.failedFuture(failure));
    }

    private boolean mayPass(Throwable failure) {
        return KafkaFailures.mayPass(failure) && !ending.getAsBoolean();
    }

    static Throwable causeOf(Throwable failure) {
        Throwable cause = failure.getCause();
        return failure instanceof CompletionException && cause != null ? cause : failure;
    }
}

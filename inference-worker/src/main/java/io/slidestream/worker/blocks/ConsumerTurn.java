package io.slidestream.worker.blocks;

import io.slidestream.contracts.time.Ticks;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.apache.kafka.common.errors.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/*
 * commitSync of a share consumer may block beyond its time (KAFKA-21485), and nothing wakes it for sure. So each consumer has a
 * thread of its own that can be left behind: interrupted, which mostly ends it, and in any case with no more say. Its blocks come
 * back to the group when their locks end.
 */
/** The time of one consumer, from its making to its end, on a thread that is given up when a call does not return. */
final class ConsumerTurn implements ConsumerCalls {
    private static final Logger log = LoggerFactory.getLogger(ConsumerTurn.class);

    private final CompletableFuture<Void> end = new CompletableFuture<>();
    private final Duration patience;
    private final Ticks ticks;
    private volatile boolean givenUp;
    private volatile long callBegan;
    private volatile boolean calling;

    /** Work of the turn. */
    interface Work {
        void run(ConsumerCalls calls) throws InterruptedException;
    }

    /** @param patience how long a call of the consumer may last */
    ConsumerTurn(Duration patience, Ticks ticks) {
        this.patience = patience;
        this.ticks = ticks;
    }

    /**
     * Does the work and waits for its end.
     *
     * @param left called when the work is given up and its thread left behind
     * @throws TimeoutException if a call did not return in time
     */
    void take(String name, Work work, Runnable left) throws InterruptedException {
        Thread thread = new Thread(
                () -> {
                    try {
                        work.run(this);
                        end.complete(null);
                    } catch (InterruptedException | RuntimeException | Error e) {
                        end.completeExceptionally(e);
                    }
                },
                name);
        thread.setDaemon(true);
        thread.start();
        long looks = Math.max(1, Math.min(patience.toMillis() / 2, 1_000));
        while (true) {
            try {
                end.get(looks, TimeUnit.MILLISECONDS);
                return;
            } catch (java.util.concurrent.TimeoutException e) {
                if (calling && ticks.nanos() - callBegan > patience.toNanos()) {
                    givenUp = true;
                    left.run();
                    thread.interrupt();
                    throw new TimeoutException(
                            "a call of the share consumer has not returned for " + patience.toSeconds() + " s");
                }
            } catch (ExecutionException e) {
                throw asItWas(Objects.requireNonNull(e.getCause()));
            }
        }
    }

    @Override
    public <T> T call(Supplier<T> what) {
        callBegan = ticks.nanos();
        calling = true;
        try {
            T result = what.get();
            if (givenUp) {
                log.warn("a call of a share consumer that was given up has returned");
                throw new IllegalStateException("another consumer has taken its place");
            }
            return result;
        } catch (RuntimeException e) {
            throw new Failure(e);
        } finally {
            calling = false;
        }
    }

    private static RuntimeException asItWas(Throwable cause) throws InterruptedException {
        if (cause instanceof Error error) {
            throw error;
        }
        if (cause instanceof InterruptedException interrupted) {
            throw interrupted;
        }
        return cause instanceof RuntimeException failure ? failure : new IllegalStateException(cause);
    }
}

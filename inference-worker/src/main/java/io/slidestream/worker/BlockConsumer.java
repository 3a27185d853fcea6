package io.slidestream.worker;

import io.slidestream.servicekit.Health;
import java.time.Duration;
import java.util.Collections;
import java.util.concurrent.CountDownLatch;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.ShareConsumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The worker's members of the share group, each on a thread of its own: while one waits for the tail of its blocks, the
 * tiles of another's fill the batches.
 */
final class BlockConsumer {
    private static final Logger log = LoggerFactory.getLogger(BlockConsumer.class);

    private final Supplier<ShareConsumer<byte[], byte @Nullable []>> consumers;
    private final BlockHandler handler;
    private final WorkerMetrics metrics;
    private final Duration retryBackoff;
    private final CountDownLatch notYetPolled;
    private final WorkerThreads threads;
    private volatile boolean stopping;
    private volatile @Nullable Throwable failure;

    BlockConsumer(
            Supplier<ShareConsumer<byte[], byte @Nullable []>> consumers,
            BlockHandler handler,
            WorkerMetrics metrics,
            Duration retryBackoff,
            int threads) {
        this.consumers = consumers;
        this.handler = handler;
        this.metrics = metrics;
        this.retryBackoff = retryBackoff;
        notYetPolled = new CountDownLatch(threads);
        this.threads = new WorkerThreads("block-consumer", Collections.nCopies(threads, this::consume));
    }

    void start() {
        threads.start();
    }

    Health check() {
        Throwable cause = failure;
        if (cause != null) {
            return Health.failed(cause);
        }
        return notYetPolled.getCount() > 0 ? Health.starting("joining the share group") : Health.ready();
    }

    /** Takes no more blocks; those in hand are still acknowledged as they complete. */
    void stop() {
        stopping = true;
    }

    /** Returns when every block in hand has its outcome; those left go back to the group. */
    void close() {
        stop();
        threads.join();
    }

    private void consume() {
        try (ShareConsumer<byte[], byte @Nullable []> consumer = consumers.get()) {
            new ShareLoop(consumer, handler, metrics, retryBackoff, () -> stopping).run(new FirstPoll());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException | Error e) {
            log.error("Consuming tile blocks failed; the worker must be restarted", e);
            failure = e;
        }
    }

    /** Counts its thread as a member once. */
    private final class FirstPoll implements Runnable {
        private boolean counted;

        @Override
        public void run() {
            if (!counted) {
                counted = true;
                notYetPolled.countDown();
            }
        }
    }
}

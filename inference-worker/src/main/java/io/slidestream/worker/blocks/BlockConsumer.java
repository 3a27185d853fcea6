package io.slidestream.worker.blocks;

import io.slidestream.servicekit.health.Health;
import io.slidestream.worker.scoring.WorkerThreads;
import io.slidestream.worker.telemetry.WorkerMetrics;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.apache.kafka.clients.consumer.ShareConsumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The worker's members of its share groups, each on a thread of its own: while one waits for the tail of its blocks, the
 * tiles of another's fill the batches.
 */
public final class BlockConsumer {
    private static final Logger log = LoggerFactory.getLogger(BlockConsumer.class);

    private final BlockHandler handler;
    private final WorkerMetrics metrics;
    private final Duration retryBackoff;
    private final CountDownLatch notYetPolled;
    private final WorkerThreads threads;
    private volatile boolean stopping;
    private volatile @Nullable Throwable failure;

    public BlockConsumer(
            List<BlockMember> members, BlockHandler handler, WorkerMetrics metrics, Duration retryBackoff) {
        this.handler = handler;
        this.metrics = metrics;
        this.retryBackoff = retryBackoff;
        notYetPolled = new CountDownLatch(members.size());
        this.threads = new WorkerThreads(
                "block-consumer",
                members.stream().map(member -> (Runnable) () -> consume(member)).toList());
    }

    public void start() {
        threads.start();
    }

    public Health check() {
        Throwable cause = failure;
        if (cause != null) {
            return Health.failed(cause);
        }
        return notYetPolled.getCount() > 0 ? Health.starting("joining the share group") : Health.ready();
    }

    /** Takes no more blocks; those in hand are still acknowledged as they complete. */
    public void stop() {
        stopping = true;
    }

    /** Returns when every block in hand has its outcome; those left go back to the group. */
    public void close() {
        stop();
        threads.join();
    }

    private void consume(BlockMember member) {
        try (ShareConsumer<byte[], byte @Nullable []> consumer =
                member.consumers().get()) {
            metrics.clients().show(consumer);
            new ShareLoop(consumer, member.lane(), handler, metrics, retryBackoff, () -> stopping).run(new FirstPoll());
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

package io.slidestream.worker.blocks;

import io.slidestream.contracts.time.Backoff;
import io.slidestream.contracts.time.Ticks;
import io.slidestream.servicekit.health.Health;
import io.slidestream.servicekit.kafka.KafkaFailures;
import io.slidestream.worker.scoring.WorkerThreads;
import io.slidestream.worker.telemetry.WorkerMetrics;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.consumer.ShareConsumer;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The worker's members of its share groups, each on a thread of its own: while one waits for the tail of its blocks, the
 * tiles of another's fill the batches.
 */
public final class BlockConsumer {
    private static final Logger log = LoggerFactory.getLogger(BlockConsumer.class);

    /** Longest call of a consumer: twice what its commits are given. */
    static final Duration CALL = Duration.ofSeconds(60);

    /** A consumer that has worked for so long was sound: what fails then is another failure. One that is denied its topic polls once. */
    private static final Duration SOUND = Duration.ofSeconds(10);

    private static final Backoff RENEWAL = new Backoff(Duration.ofMillis(500), Duration.ofSeconds(30));

    /** Waiting before a consumer is made anew. */
    @FunctionalInterface
    interface Pause {
        void pause(Duration duration) throws InterruptedException;
    }

    private final BlockHandler handler;
    private final WorkerMetrics metrics;
    private final Duration retryBackoff;
    private final CountDownLatch notYetPolled;
    private final WorkerThreads threads;
    private final Pause pause;
    private final Ticks ticks;
    /** What has failed, by member, until it polls again. */
    private final Map<BlockMember, String> troubles = new ConcurrentHashMap<>();

    private volatile boolean stopping;
    private volatile @Nullable Throwable failure;

    public BlockConsumer(
            List<BlockMember> members, BlockHandler handler, WorkerMetrics metrics, Duration retryBackoff) {
        this(members, handler, metrics, retryBackoff, pause -> Thread.sleep(pause.toMillis()), Ticks.SYSTEM);
    }

    BlockConsumer(
            List<BlockMember> members,
            BlockHandler handler,
            WorkerMetrics metrics,
            Duration retryBackoff,
            Pause pause,
            Ticks ticks) {
        this.pause = pause;
        this.ticks = ticks;
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
        if (!troubles.isEmpty()) {
            return Health.troubled("a consumer of tile blocks is made anew: "
                    + troubles.values().iterator().next());
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

    /** Goes on with a new consumer where one has failed in a way that passes; its blocks come back to the group. */
    private void consume(BlockMember member) {
        FirstPoll polled = new FirstPoll();
        int failures = 0;
        String told = "";
        try {
            while (true) {
                int pollsBefore = polled.rounds;
                long begun = ticks.nanos();
                try {
                    consumeOnce(member, polled);
                    return;
                } catch (RuntimeException e) {
                    Throwable cause = causeOf(e);
                    if (!mayPass(e)) {
                        throw e;
                    }
                    boolean sound =
                            polled.rounds > pollsBefore && ticks.since(begun).compareTo(SOUND) >= 0;
                    failures = sound ? 1 : failures + 1;
                    String what = KafkaFailures.describe(cause);
                    troubles.put(member, what);
                    if (sound || !what.equals(told)) { // once while it lasts
                        told = what;
                        log.warn("A consumer of tile blocks failed; another takes its place: {}", what);
                    }
                }
                if (stopping) {
                    return; // what was in hand is abandoned already
                }
                pause.pause(RENEWAL.pause(failures));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException | Error e) {
            Throwable cause = causeOf(e);
            log.error(
                    "Consuming tile blocks failed; the worker must be restarted: {}", KafkaFailures.describe(cause), e);
            failure = new IllegalStateException(KafkaFailures.describe(cause), cause);
        }
    }

    private void consumeOnce(BlockMember member, FirstPoll polled) throws InterruptedException {
        AtomicReference<@Nullable ShareLoop> running = new AtomicReference<>();
        new ConsumerTurn(CALL, ticks)
                .take(
                        Thread.currentThread().getName() + "-" + ++polled.turns,
                        calls -> {
                            try (ShareConsumer<byte[], byte @Nullable []> consumer = calls.call(member.consumers())) {
                                metrics.clients().show(consumer);
                                ShareLoop loop = new ShareLoop(
                                        consumer, member.lane(), handler, metrics, retryBackoff, () -> stopping, calls);
                                running.set(loop);
                                loop.run(() -> {
                                    troubles.remove(member);
                                    polled.run();
                                });
                            }
                        },
                        () -> {
                            ShareLoop loop = running.get();
                            if (loop != null) {
                                loop.abandon();
                            }
                        });
    }

    private static boolean mayPass(RuntimeException failure) {
        Throwable cause = causeOf(failure);
        // Whatever Kafka's client throws, its own faults too, is not its successor's; but what lasts, lasts.
        return KafkaFailures.mayPass(cause)
                || (failure instanceof ConsumerCalls.Failure && !(cause instanceof KafkaException));
    }

    private static Throwable causeOf(Throwable failure) {
        Throwable cause = failure.getCause();
        return failure instanceof ConsumerCalls.Failure && cause != null ? cause : failure;
    }

    /** Counts its rounds, and its thread as a member once. */
    private final class FirstPoll implements Runnable {
        private volatile int rounds;
        private int turns;

        @Override
        public void run() {
            int before = rounds;
            rounds = before + 1; // by one thread at a time
            if (before == 0) {
                notYetPolled.countDown();
            }
        }
    }
}

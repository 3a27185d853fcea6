package io.slidestream.tiler.log;

import io.slidestream.contracts.time.Backoff;
import io.slidestream.servicekit.kafka.KafkaFailures;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A thread with a consumer of its own, which is woken to end. Where a consumer fails in a way that passes, the work begins again
 * with another.
 */
public final class ConsumerThread implements AutoCloseable {
    private static final Backoff BACKOFF = new Backoff(Duration.ofMillis(500), Duration.ofSeconds(30));
    private static final Logger log = LoggerFactory.getLogger(ConsumerThread.class);

    private final Supplier<Consumer<byte[], byte[]>> consumers;
    private final Work work;
    private final java.util.function.Consumer<Throwable> failed;
    private final Pause pause;
    private final Thread thread;
    private volatile @Nullable Consumer<byte[], byte[]> consumer;
    private volatile boolean closed;
    private volatile @Nullable String trouble;

    /** Work of the thread until it is closed. */
    public interface Work {
        void with(Consumer<byte[], byte[]> reading) throws InterruptedException;
    }

    /** @param failed told what ended the work before it was closed, and no new consumer would cure */
    public ConsumerThread(
            String name,
            Supplier<Consumer<byte[], byte[]>> consumers,
            Work work,
            java.util.function.Consumer<Throwable> failed) {
        this(name, consumers, work, failed, Pause.ASLEEP);
    }

    ConsumerThread(
            String name,
            Supplier<Consumer<byte[], byte[]>> consumers,
            Work work,
            java.util.function.Consumer<Throwable> failed,
            Pause pause) {
        this.pause = pause;
        this.consumers = consumers;
        this.work = work;
        this.failed = failed;
        thread = new Thread(this::run, name);
    }

    public void start() {
        thread.start();
    }

    public boolean isClosed() {
        return closed;
    }

    /** Returns when the thread has ended. */
    @Override
    public void close() {
        closed = true;
        Consumer<byte[], byte[]> reading = consumer;
        if (reading != null) {
            reading.wakeup();
        }
        thread.interrupt();
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** What the work was broken off by and has not gone on from; empty while it goes well. */
    public Optional<String> trouble() {
        return Optional.ofNullable(trouble);
    }

    /** Call when the work goes well. */
    public void isWell() {
        trouble = null;
    }

    private void run() {
        try {
            int failures = 0;
            while (!closed) {
                try (Consumer<byte[], byte[]> reading = consumers.get()) {
                    consumer = reading;
                    work.with(reading);
                    return;
                } catch (KafkaException e) {
                    if (closed || !KafkaFailures.mayPass(e)) {
                        throw e;
                    }
                    failures = trouble == null ? 1 : failures + 1;
                    trouble = KafkaFailures.describe(e);
                    log.warn("{} goes on with a new consumer: {}", thread.getName(), trouble);
                }
                pause.pause(BACKOFF.pause(failures));
            }
        } catch (InterruptedException | RuntimeException | Error e) {
            if (closed) {
                log.debug("{} reads no more", thread.getName());
            } else {
                failed.accept(e);
            }
        }
    }
}

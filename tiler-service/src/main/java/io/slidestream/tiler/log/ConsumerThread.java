package io.slidestream.tiler.log;

import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.WakeupException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A thread with a consumer of its own, which is woken to end. */
public final class ConsumerThread implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(ConsumerThread.class);

    private final Supplier<Consumer<byte[], byte[]>> consumers;
    private final Work work;
    private final java.util.function.Consumer<Throwable> failed;
    private final Thread thread;
    private volatile @Nullable Consumer<byte[], byte[]> consumer;
    private volatile boolean closed;

    /** Work of the thread until it is closed. */
    public interface Work {
        void with(Consumer<byte[], byte[]> reading) throws InterruptedException;
    }

    /** @param failed told what ended the work before it was closed */
    public ConsumerThread(
            String name,
            Supplier<Consumer<byte[], byte[]>> consumers,
            Work work,
            java.util.function.Consumer<Throwable> failed) {
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

    private void run() {
        try (Consumer<byte[], byte[]> reading = consumers.get()) {
            consumer = reading;
            work.with(reading);
        } catch (WakeupException | InterruptedException | InterruptException e) {
            log.debug("{} reads no more", thread.getName());
        } catch (RuntimeException | Error e) {
            if (!closed) {
                failed.accept(e);
            }
        }
    }
}

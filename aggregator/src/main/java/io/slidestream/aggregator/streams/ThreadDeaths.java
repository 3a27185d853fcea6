package io.slidestream.aggregator.streams;

import io.slidestream.servicekit.health.LostThreads;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Replaces a stream thread that died, since Kafka's hiccups pass; ends the client when they do not, so that health shows
 * it. Safe for concurrent use.
 */
public final class ThreadDeaths implements StreamsUncaughtExceptionHandler {
    private static final int TOLERATED = 5;
    private static final long WINDOW_NANOS = Duration.ofMinutes(5).toNanos();
    private static final Logger log = LoggerFactory.getLogger(ThreadDeaths.class);

    private final Deque<Long> deaths = new ArrayDeque<>();
    private @Nullable Throwable last;

    @Override
    public synchronized StreamThreadExceptionResponse handle(Throwable cause) {
        last = cause;
        long now = System.nanoTime();
        deaths.add(now);
        deaths.removeIf(death -> now - death > WINDOW_NANOS);
        if (cause instanceof Error || deaths.size() > TOLERATED) {
            log.error("the aggregator ends: a stream thread died, {} in five minutes", deaths.size(), cause);
            return StreamThreadExceptionResponse.SHUTDOWN_CLIENT;
        }
        log.warn("a stream thread died and is replaced", cause);
        LostThreads.isReplaced();
        return StreamThreadExceptionResponse.REPLACE_THREAD;
    }

    public synchronized Throwable cause() {
        return last != null ? last : new IllegalStateException("Kafka Streams stopped by itself");
    }
}

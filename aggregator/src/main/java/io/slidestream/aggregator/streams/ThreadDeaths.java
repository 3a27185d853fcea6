package io.slidestream.aggregator.streams;

import io.slidestream.contracts.time.Backoff;
import io.slidestream.contracts.time.Ticks;
import io.slidestream.servicekit.health.LostThreads;
import io.slidestream.servicekit.kafka.KafkaFailures;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import org.apache.kafka.common.errors.ApiException;
import org.apache.kafka.streams.errors.StreamsException;
import org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Replaces a stream thread that died. What Kafka's clients died of passes mostly, permissions that are withdrawn too, and is waited for
 * at growing intervals, however long; of other causes only so many are tolerated, then the client ends and health shows it. Safe for
 * concurrent use.
 */
public final class ThreadDeaths implements StreamsUncaughtExceptionHandler {
    private static final int TOLERATED = 5;
    private static final long WINDOW_NANOS = Duration.ofMinutes(5).toNanos();
    /** Twice the longest rest. */
    private static final long LATELY_NANOS = Duration.ofMinutes(1).toNanos();

    private static final String SENDING = "Error encountered sending record";

    private static final Logger log = LoggerFactory.getLogger(ThreadDeaths.class);

    private static final Backoff BACKOFF = new Backoff(Duration.ofSeconds(1), Duration.ofSeconds(30));

    /** Waiting before a thread is replaced. */
    interface Pause {
        void pause(Duration duration) throws InterruptedException;
    }

    private final Ticks ticks;
    private final Pause pause;
    private final Deque<Long> deaths = new ArrayDeque<>();
    private @Nullable Throwable last;
    private long lastNanos;
    /** Consecutive deaths of what passes. */
    private int passing;

    public ThreadDeaths() {
        this(Ticks.SYSTEM, duration -> Thread.sleep(duration.toMillis()));
    }

    ThreadDeaths(Ticks ticks, Pause pause) {
        this.ticks = ticks;
        this.pause = pause;
    }

    /** Called on the thread that dies. */
    @Override
    public StreamThreadExceptionResponse handle(Throwable cause) {
        Throwable kafkas = kafkas(cause);
        if (!(cause instanceof Error) && KafkaFailures.mayPass(kafkas)) {
            Duration rest = restFor(cause);
            log.warn("a stream thread died and is replaced in {} s: {}", rest.toSeconds(), describe(cause));
            try {
                pause.pause(rest);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            LostThreads.isReplaced();
            return StreamThreadExceptionResponse.REPLACE_THREAD;
        }
        return judge(cause);
    }

    private synchronized Duration restFor(Throwable cause) {
        passing = isLately(ticks.nanos()) ? passing + 1 : 1;
        last = cause;
        lastNanos = ticks.nanos();
        return BACKOFF.pause(passing);
    }

    private synchronized StreamThreadExceptionResponse judge(Throwable cause) {
        last = cause;
        long now = ticks.nanos();
        lastNanos = now;
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

    /** What threads died of lately, for people. */
    public synchronized Optional<String> lately() {
        return isLately(ticks.nanos()) ? Optional.ofNullable(last).map(ThreadDeaths::describe) : Optional.empty();
    }

    private static String describe(Throwable cause) {
        if (!(kafkas(cause) instanceof ApiException kafkas)) {
            return KafkaFailures.describe(cause);
        }
        return isOfProducer(cause) ? KafkaFailures.describeWriting(kafkas) : KafkaFailures.describe(kafkas);
    }

    /** Streams has the same exceptions for what its producer and its consumers died of; the text alone tells them apart. */
    private static boolean isOfProducer(Throwable cause) {
        for (Throwable one = cause; one != null; one = one.getCause()) {
            if (one instanceof StreamsException
                    && String.valueOf(one.getMessage()).startsWith(SENDING)) {
                return true;
            }
        }
        return false;
    }

    private boolean isLately(long now) {
        return last != null && now - lastNanos < LATELY_NANOS;
    }

    /** The innermost failure of Kafka's: Streams wraps those of its clients. */
    private static Throwable kafkas(Throwable cause) {
        Throwable inner = cause;
        for (Throwable one = cause; one != null; one = one.getCause()) {
            if (one instanceof ApiException) {
                inner = one;
            }
        }
        return inner instanceof ApiException ? inner : new IllegalStateException(cause);
    }
}

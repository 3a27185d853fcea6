package io.slidestream.viewer.forgetting;

import io.slidestream.servicekit.health.Schedules;
import java.time.Duration;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Has retention enforced again and again, from start() to close(). */
public final class RetentionClock implements AutoCloseable {
    /** What a service finds out at its start comes first. */
    private static final Duration FIRST = Duration.ofSeconds(20);

    private static final Logger log = LoggerFactory.getLogger(RetentionClock.class);

    private final Retention retention;
    private final Duration every;
    private final ScheduledExecutorService thread = Schedules.daemon("viewer-retention");

    public RetentionClock(Retention retention, Duration every) {
        this.retention = retention;
        this.every = every;
    }

    public void start() {
        var unused = thread.scheduleWithFixedDelay(
                this::enforce, Math.min(FIRST.toMillis(), every.toMillis()), every.toMillis(), TimeUnit.MILLISECONDS);
    }

    private void enforce() {
        try {
            var unused = retention.enforce();
        } catch (RuntimeException e) {
            log.warn("what is kept too long goes later: {}", e.toString());
        }
    }

    @Override
    public void close() {
        thread.shutdownNow();
        try {
            boolean unused = thread.awaitTermination(5, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}

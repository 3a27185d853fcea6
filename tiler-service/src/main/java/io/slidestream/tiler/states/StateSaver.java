package io.slidestream.tiler.states;

import io.slidestream.contracts.SlideStateEvent;
import io.slidestream.contracts.Topic;
import io.slidestream.servicekit.health.Schedules;
import io.slidestream.servicekit.kafka.EventPublisher;
import io.slidestream.servicekit.kafka.KafkaFailures;
import java.time.Duration;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes the latest state of each slide to topic {@code slide-states}, one after the other and each until it is
 * acknowledged, so that the topic ends with the latest state. States that were superseded while Kafka was away are left
 * out. Callers never wait for it.
 */
final class StateSaver implements AutoCloseable {
    static final Duration PAUSE = Duration.ofSeconds(5);
    private static final long CLOSE_SECONDS = 10;
    private static final Logger log = LoggerFactory.getLogger(StateSaver.class);

    private final EventPublisher publisher;
    private final Duration pause;
    private final ScheduledExecutorService thread = Schedules.daemon("slide-states");
    /** States still to be written, by location; empty means a tombstone. Guarded by its own monitor. */
    private final Map<String, Optional<SlideStateEvent>> due = new LinkedHashMap<>();

    private boolean scheduled;
    private volatile boolean behind;

    /**
     * @param publisher must outlive it
     * @param pause between two tries
     */
    StateSaver(EventPublisher publisher, Duration pause) {
        this.publisher = publisher;
        this.pause = pause;
    }

    void save(SlideStateEvent word) {
        add(word.location(), Optional.of(word));
    }

    /** Writes a tombstone for the location. */
    void forget(String location) {
        add(location, Optional.empty());
    }

    /** Drops what is still to be written about it: another tiler owns it now. */
    void drop(String location) {
        synchronized (due) {
            due.remove(location);
        }
    }

    /** Whether states wait because Kafka does not acknowledge them. */
    boolean isBehind() {
        return behind;
    }

    /** Writes the states that are due, for at most ten seconds. */
    @Override
    public void close() {
        thread.shutdown();
        try {
            if (!thread.awaitTermination(CLOSE_SECONDS, TimeUnit.SECONDS)) {
                log.warn("the states of some slides are not written; the next start writes them");
                thread.shutdownNow();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void add(String location, Optional<SlideStateEvent> word) {
        synchronized (due) {
            due.remove(location); // behind what was said of others meanwhile
            due.put(location, word);
            schedule(Duration.ZERO);
        }
    }

    private void schedule(Duration delay) {
        if (!scheduled) {
            try {
                ScheduledFuture<?> unused = thread.schedule(this::writeAll, delay.toMillis(), TimeUnit.MILLISECONDS);
                scheduled = true;
            } catch (RejectedExecutionException e) {
                log.debug("closed: what is said now is written by the next start", e);
            }
        }
    }

    private void writeAll() {
        while (true) {
            Map.Entry<String, Optional<SlideStateEvent>> next;
            synchronized (due) {
                Iterator<Map.Entry<String, Optional<SlideStateEvent>>> first =
                        due.entrySet().iterator();
                if (!first.hasNext()) {
                    scheduled = false;
                    return;
                }
                next = Map.entry(first.next().getKey(), due.values().iterator().next());
                due.remove(next.getKey());
            }
            if (!isWritten(next.getKey(), next.getValue())) {
                synchronized (due) {
                    due.putIfAbsent(next.getKey(), next.getValue());
                    scheduled = false;
                    schedule(pause);
                }
                return;
            }
        }
    }

    private boolean isWritten(String location, Optional<SlideStateEvent> word) {
        try {
            word.map(event -> publisher.publish(Topic.SLIDE_STATES, event))
                    .orElseGet(() -> publisher.retract(Topic.SLIDE_STATES, Topic.locationKey(location)))
                    .join();
            behind = false;
            return true;
        } catch (RuntimeException
                | Error e) { // whatever it was: the thread that ended here would write no state any more
            if (!behind) {
                log.warn(
                        "the state of a slide could not be written; again each {}: {}",
                        pause,
                        KafkaFailures.describeWriting(e));
            }
            behind = true;
            return false;
        }
    }
}

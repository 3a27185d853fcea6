package io.slidestream.tiler;

import io.slidestream.contracts.RejectionReason;
import io.slidestream.contracts.SlideVersion;
import io.slidestream.servicekit.Component;
import io.slidestream.servicekit.Health;
import io.slidestream.slides.OpenSlideMissingException;
import io.slidestream.slides.SlideException;
import io.slidestream.slides.SlideReader;
import io.slidestream.slides.SlideStore;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Submits each slide of a store once it has arrived completely: its fingerprint did not change for the settle time and it
 * opens. What opens as INCOMPLETE is waited for up to a limit, since some scanners pause; then, like a file that is no
 * slide, it is submitted all the same and the tiler rejects it with its reason. Never touches the files.
 */
public final class SlideWatcher implements Component {
    private static final Logger log = LoggerFactory.getLogger(SlideWatcher.class);

    private final Bucket bucket;
    private final SlideOpener slides;
    private final Intake intake;
    private final Patience patience;
    private final Clock clock;
    private final ScheduledExecutorService scheduler =
            Executors.newSingleThreadScheduledExecutor(work -> new Thread(work, "slide-watcher"));
    private final AtomicBoolean asked = new AtomicBoolean();
    private final AtomicBoolean again = new AtomicBoolean();
    private Map<String, Arrival> arrivals = new HashMap<>();
    private volatile Map<State, Long> counts = Map.of();
    private volatile int ignored;
    private volatile Health health = Health.starting("not polled yet");

    /**
     * How long the watcher waits.
     *
     * @param interval between two looks at the store
     * @param settleTime for which a slide must not change
     * @param incompleteLimit after which a slide that does not open is given up, counted from when it last changed
     */
    public record Patience(Duration interval, Duration settleTime, Duration incompleteLimit) {
        public static final Patience DEFAULT =
                new Patience(Duration.ofSeconds(2), Duration.ofSeconds(10), Duration.ofHours(1));
    }

    private enum State {
        SETTLING,
        INCOMPLETE,
        SUBMITTED
    }

    /** A version of a slide, and since when it is this version. */
    private record Arrival(SlideVersion slide, Instant since, State state) {
        Arrival as(State next) {
            return new Arrival(slide, since, next);
        }
    }

    public SlideWatcher(
            Bucket bucket,
            SlideOpener slides,
            SlideIntake intake,
            Patience patience,
            TilerMetrics metrics,
            Clock clock) {
        this(bucket, slides, (Intake) intake, patience, metrics, clock);
    }

    SlideWatcher(
            Bucket bucket, SlideOpener slides, Intake intake, Patience patience, TilerMetrics metrics, Clock clock) {
        this.bucket = bucket;
        this.slides = slides;
        this.intake = intake;
        this.patience = patience;
        this.clock = clock;
        metrics.ignored(() -> ignored);
        for (State state : State.values()) {
            metrics.watched(state.name().toLowerCase(Locale.ROOT), () -> counts.getOrDefault(state, 0L));
        }
    }

    @Override
    public String name() {
        return "watcher";
    }

    @Override
    public void start() {
        ScheduledFuture<?> unused = scheduler.scheduleWithFixedDelay(
                this::pollAndReport, 0, patience.interval().toMillis(), TimeUnit.MILLISECONDS);
    }

    @Override
    public Health check() {
        return health;
    }

    @Override
    public void close() {
        scheduler.shutdownNow();
        try {
            scheduler.awaitTermination(10, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /**
     * Has the store looked at now, and once more when what is new in it may have settled. Asking often costs no more than
     * asking once.
     */
    void lookNow() {
        if (asked.compareAndSet(false, true)) {
            try {
                scheduler.execute(() -> {
                    asked.set(false);
                    pollAndReport();
                });
                if (again.compareAndSet(false, true)) {
                    ScheduledFuture<?> unused = scheduler.schedule(
                            () -> {
                                again.set(false);
                                pollAndReport();
                            },
                            patience.settleTime().toMillis() + 1,
                            TimeUnit.MILLISECONDS);
                }
            } catch (RejectedExecutionException e) {
                log.debug("not looked at: the watcher is closed");
            }
        }
    }

    /** Looks at the store once. Not for concurrent use. */
    void poll() throws IOException {
        Instant now = clock.instant();
        SlideStore.Contents contents = bucket.contents();
        Map<String, Arrival> next = new HashMap<>();
        for (SlideVersion slide : contents.slides()) {
            Arrival before = arrivals.get(slide.location());
            Arrival arrival =
                    before != null && before.slide().equals(slide) ? before : new Arrival(slide, now, State.SETTLING);
            next.put(slide.location(), look(arrival, now));
        }
        arrivals = next;
        ignored = contents.otherFiles();
        counts = next.values().stream().collect(Collectors.groupingBy(Arrival::state, Collectors.counting()));
    }

    private Arrival look(Arrival arrival, Instant now) {
        if (arrival.state() == State.SUBMITTED) {
            return arrival;
        }
        if (intake.knows(arrival.slide())) {
            return arrival.as(State.SUBMITTED);
        }
        Duration unchanged = Duration.between(arrival.since(), now);
        if (unchanged.compareTo(patience.settleTime()) < 0) {
            return arrival;
        }
        return complete(arrival, unchanged) ? submit(arrival) : arrival.as(State.INCOMPLETE);
    }

    private Arrival submit(Arrival arrival) {
        Submission submission = intake.submit(arrival.slide());
        log.info("{} has arrived; its map is {}", arrival.slide().location(), submission.mapId());
        return arrival.as(State.SUBMITTED);
    }

    /** False only while waiting may help. */
    private boolean complete(Arrival arrival, Duration unchanged) {
        try (SlideReader opened = slides.open(arrival.slide())) {
            log.debug("{} opens with {}", arrival.slide().location(), opened.readerName());
            return true;
        } catch (SlideException e) {
            if (e.reason() == RejectionReason.CHANGED
                    || e.reason() == RejectionReason.VANISHED
                    || e.reason() == RejectionReason.FAILED) { // it cannot be had now
                return false;
            }
            if (e.reason() != RejectionReason.INCOMPLETE) {
                return true;
            }
            if (arrival.state() == State.SETTLING) {
                log.info("{} is not complete yet: {}", arrival.slide().location(), e.getMessage());
            }
            return unchanged.compareTo(patience.incompleteLimit()) >= 0;
        } catch (OpenSlideMissingException e) {
            throw e;
        } catch (RuntimeException e) {
            log.warn("{} could not be tried: {}", arrival.slide().location(), e.toString());
            return true; // one strange slide must not stop the others: the tiler gives it its rejection
        }
    }

    private void pollAndReport() {
        try {
            poll();
            if (health.state() == Health.State.TROUBLED) {
                log.info("the bucket can be listed again");
            }
            health = Health.ready();
        } catch (IOException e) {
            String detail = "the bucket cannot be listed: " + e;
            if (!detail.equals(health.detail())) {
                log.warn("{}; trying again each {}", detail, patience.interval());
            }
            health = Health.troubled(detail);
        } catch (OpenSlideMissingException e) {
            health = Health.failed(e);
            throw e;
        } catch (RuntimeException e) {
            log.error("watching the bucket failed; trying again each {}", patience.interval(), e);
            health = Health.troubled("watching the bucket failed: " + e);
        } catch (Error e) {
            health = Health.failed(e);
            throw e;
        }
    }
}

package io.slidestream.tiler.watch;

import io.slidestream.contracts.RejectionReason;
import io.slidestream.contracts.SlideVersion;
import io.slidestream.contracts.files.FileFault;
import io.slidestream.contracts.time.Ticks;
import io.slidestream.servicekit.health.Component;
import io.slidestream.servicekit.health.Health;
import io.slidestream.servicekit.health.Schedules;
import io.slidestream.slides.SlideException;
import io.slidestream.slides.openslide.OpenSlideMissingException;
import io.slidestream.slides.store.SlideStore;
import io.slidestream.tiler.log.Durations;
import io.slidestream.tiler.log.TilerMetrics;
import io.slidestream.tiler.ownership.SlideOwnership;
import io.slidestream.tiler.queue.Submission;
import io.slidestream.tiler.queue.TilingQueue;
import io.slidestream.tiler.queue.TilingRequests;
import io.slidestream.tiler.states.SlideStates;
import io.slidestream.tiler.tiling.SlideOpener;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Submits each slide of a bucket once it has arrived completely: its fingerprint did not change for the settle time and it
 * opens. What opens as INCOMPLETE is waited for up to a limit, since some scanners pause; then, like a file that is no
 * slide, it is submitted all the same and the tiler rejects it with its reason. What goes on changing for longer than
 * the limit is rejected too; the next change has it tried again. Never touches the files.
 *
 * <p>Waiting times are counted by a monotonic clock, so that a jump of the time of day neither rejects nor delays a
 * slide; only how long a slide had been arriving before this start is taken from the time of day.
 */
public final class SlideWatcher implements Component {
    private static final Logger log = LoggerFactory.getLogger(SlideWatcher.class);

    private final WatchedBucket bucket;
    private final SlideOpener slides;
    private final TilingRequests queue;
    private final SlideStates states;
    private final SlideOwnership share;
    private final Patience patience;
    private final Ticks ticks;
    private final Clock wall;
    private final ScheduledExecutorService scheduler = Schedules.daemon("slide-watcher");
    private final AtomicBoolean asked = new AtomicBoolean();
    private final AtomicInteger grants = new AtomicInteger();
    private int grantsLookedAt;
    /** Slides that are arriving. A bucket has few of them, and very many that have. */
    private Map<String, Arrival> arrivals = new HashMap<>();

    private DecidedSlides decided = new DecidedSlides();
    /** What was decided before the share grew, and is to be decided again. */
    private DecidedSlides again = new DecidedSlides();

    private volatile int ignored;
    private boolean resultsTold;
    private volatile Health health = Health.starting("not polled yet");
    private Duration nextPause;
    private @Nullable ScheduledFuture<?> nextLook;

    /**
     * Waiting times of the watcher.
     *
     * @param interval between two looks at the store
     * @param settleTime for which a slide must not change
     * @param incompleteLimit after which a slide that does not open is given up, counted from when it last changed; or,
     *     if it goes on changing, from when it was first seen
     */
    public record Patience(Duration interval, Duration settleTime, Duration incompleteLimit) {
        public static final Patience DEFAULT =
                new Patience(Duration.ofSeconds(2), Duration.ofSeconds(10), Duration.ofHours(1));
    }

    /** Watcher of a tiler that is alone at its bucket. */
    public SlideWatcher(
            WatchedBucket bucket,
            SlideOpener slides,
            TilingQueue queue,
            SlideStates states,
            Patience patience,
            TilerMetrics metrics,
            Clock clock) {
        this(bucket, slides, queue, states, SlideOwnership.ALL, patience, metrics, Ticks.SYSTEM, clock);
    }

    public SlideWatcher(
            WatchedBucket bucket,
            SlideOpener slides,
            TilingRequests queue,
            SlideStates states,
            SlideOwnership share,
            Patience patience,
            TilerMetrics metrics,
            Ticks ticks,
            Clock wall) {
        this.bucket = bucket;
        this.slides = slides;
        this.queue = queue;
        this.states = states;
        this.share = share;
        this.patience = patience;
        this.ticks = ticks;
        this.wall = wall;
        this.nextPause = patience.settleTime();
        metrics.ignored(() -> ignored);
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

    /** Requests a look at the store now; requests are coalesced. */
    public void lookNow() {
        if (asked.compareAndSet(false, true)) {
            try {
                scheduler.execute(() -> {
                    asked.set(false);
                    nextPause = patience.settleTime();
                    pollAndReport();
                });
            } catch (RejectedExecutionException e) {
                log.debug("not looked at: the watcher is closed");
            }
        }
    }

    /**
     * Has the store looked at now, and what was decided decided again: what of the share that has grown was dropped, by this
     * tiler or another, while it was not granted.
     */
    public void shareHasGrown() {
        grants.incrementAndGet();
        lookNow();
    }

    /** Looks at the bucket once. Not for concurrent use. */
    public void poll() throws IOException {
        int granted = grants.get();
        if (granted != grantsLookedAt) {
            again = decided;
            decided = new DecidedSlides();
            grantsLookedAt = granted;
        }
        SlideStore.Contents contents = bucket.contents().contents();
        Map<String, Arrival> next = new HashMap<>();
        Set<String> arrived = new HashSet<>();
        DecidedSlides nowDecided = new DecidedSlides();
        for (SlideVersion slide : contents.slides()) {
            if (!share.holds(slide.location())) {
                continue;
            }
            Arrival arrival = decided.contains(slide) ? null : look(arrival(slide));
            if (arrival == null || arrival.isDecided()) {
                nowDecided.add(slide);
                if (arrivals.containsKey(slide.location())) {
                    arrived.add(slide.location());
                }
            } else {
                next.put(slide.location(), arrival);
            }
        }
        arrivals.values().stream()
                .filter(gone -> !arrived.contains(gone.location()) && !next.containsKey(gone.location()))
                .filter(gone -> share.holds(gone.location()))
                .forEach(gone -> states.gone(gone.location()));
        arrivals = next;
        decided = nowDecided;
        again = new DecidedSlides();
        ignored = contents.otherFiles();
        tellResults(contents.passedOver().results());
        states.listed(bucket.location(), contents.slides().size(), contents.otherFiles(), null);
    }

    /** Says once that results lie among the slides. */
    private void tellResults(List<String> results) {
        if (!results.isEmpty() && !resultsTold) {
            resultsTold = true;
            log.warn(
                    "{} folders in the bucket hold results of Slidestream and are passed over, {} first;"
                            + " results had better lie elsewhere",
                    results.size(),
                    results.get(0));
        }
    }

    private Arrival arrival(SlideVersion slide) {
        Arrival before = arrivals.get(slide.location());
        if (before == null) {
            Arrival first = Arrival.firstSeen(slide, ticks, wall, states.latest(slide.location()));
            return again.contains(slide) ? first.settled(patience.settleTime()) : first;
        }
        return before.slide().equals(slide) ? before : before.changed(slide, ticks);
    }

    private Arrival look(Arrival arrival) {
        if (queue.knows(arrival.slide())) {
            return arrival.decided();
        }
        Duration unchanged = arrival.unchanged(ticks);
        if (unchanged.compareTo(patience.settleTime()) < 0) {
            return arrives(arrival);
        }
        Missing missing = whatIsMissing(arrival).orElse(null);
        if (missing == null || (missing.isLimited() && unchanged.compareTo(patience.incompleteLimit()) >= 0)) {
            Submission submission = queue.submit(arrival.slide());
            log.info("{} has arrived; its map is {}", arrival.location(), submission.mapId());
            return arrival.decided();
        }
        if (!arrival.isIncomplete()) {
            log.info("{} is not complete yet: {}", arrival.location(), missing.message());
        }
        states.settling(arrival.slide(), arrival.seenAtMillis(), missing.message());
        return arrival.incomplete();
    }

    /** Handles a version that has just come or has just changed. */
    private Arrival arrives(Arrival arrival) {
        Duration arriving = arrival.arriving(ticks);
        if (arrival.hasChanged() && arriving.compareTo(patience.incompleteLimit()) >= 0) {
            String message = "it went on changing for " + Durations.text(arriving)
                    + " after it was first seen; it is tried again when it changes next. If it is a slow copy that is"
                    + " right, raise incomplete.limit";
            queue.reject(arrival.slide(), RejectionReason.INCOMPLETE, message);
            log.info("{} is given up for now: {}", arrival.location(), message);
            return arrival.decided();
        }
        if (arrival.hasChanged()) {
            states.settling(arrival.slide(), arrival.seenAtMillis(), "it is still changing");
        } else if (!arrival.isIncomplete()) {
            states.seen(arrival.slide(), arrival.seenAtMillis());
        }
        return arrival;
    }

    /**
     * Why a slide cannot be submitted yet.
     *
     * @param isLimited false where it cannot be had just now, which is not its fault and is waited for without limit
     */
    private record Missing(String message, boolean isLimited) {}

    /** Reason to wait for the slide; empty when waiting does not help. */
    private Optional<Missing> whatIsMissing(Arrival arrival) {
        try {
            slides.check(arrival.slide());
            return Optional.empty();
        } catch (SlideException e) {
            return switch (e.reason()) {
                case INCOMPLETE -> Optional.of(new Missing(String.valueOf(e.getMessage()), true));
                case CHANGED, VANISHED, FAILED -> Optional.of(new Missing(String.valueOf(e.getMessage()), false));
                case NOT_A_SLIDE,
                        UNREADABLE,
                        NO_MPP,
                        NO_TISSUE,
                        TOO_SMALL,
                        TOO_COARSE,
                        TOO_MANY_TILES,
                        NOT_ALLOWED,
                        CRASHES_READER,
                        CANCELLED -> Optional.empty();
            };
        } catch (OpenSlideMissingException e) {
            throw e;
        } catch (RuntimeException e) {
            log.warn("{} could not be tried: {}", arrival.location(), e.toString());
            return Optional.empty(); // one strange slide must not stop the others: the tiler gives it its rejection
        }
    }

    /** Polls, and reports failures in {@link #check}. */
    void pollAndReport() {
        report();
        if (health.state() == Health.State.READY && arrivals.isEmpty()) {
            nextPause = patience.settleTime();
        } else if (nextPause.compareTo(patience.interval()) < 0) {
            lookAgainAfter(nextPause);
            nextPause = nextPause.multipliedBy(2);
        }
    }

    /**
     * Schedules a look sooner than the interval, which may be long: for slides that are arriving or could not be read.
     */
    private void lookAgainAfter(Duration pause) {
        if (nextLook != null) {
            nextLook.cancel(false);
        }
        nextLook = scheduler.schedule(this::pollAndReport, pause.toMillis() + 1, TimeUnit.MILLISECONDS);
    }

    private void report() {
        try {
            poll();
            if (health.state() == Health.State.TROUBLED) {
                log.info("the bucket can be listed again");
            }
            health = Health.ready();
        } catch (IOException e) {
            String detail = "the bucket cannot be listed: " + FileFault.words(e);
            states.listed(bucket.location(), 0, 0, detail);
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

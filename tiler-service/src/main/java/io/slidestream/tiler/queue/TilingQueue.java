package io.slidestream.tiler.queue;

import io.slidestream.contracts.Limits;
import io.slidestream.contracts.MapId;
import io.slidestream.contracts.RejectionReason;
import io.slidestream.contracts.SlideEvent;
import io.slidestream.contracts.SlideStateChanged;
import io.slidestream.contracts.SlideTiled;
import io.slidestream.contracts.SlideVersion;
import io.slidestream.servicekit.health.Component;
import io.slidestream.servicekit.health.Health;
import io.slidestream.tiler.log.TilerMetrics;
import io.slidestream.tiler.ownership.SlideOwnership;
import io.slidestream.tiler.states.KnownMaps;
import io.slidestream.tiler.states.SlideStates;
import io.slidestream.tiler.tiling.SlideTiler;
import io.slidestream.tiler.tiling.TilingTask;
import java.time.Clock;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.PriorityBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Decides which slides need tiling and has them tiled, urgent ones first, others in order of submission. Start it after
 * {@link KnownMaps} and {@link SlideStates}. Safe for concurrent use. Closing drops what is queued and stops what is in
 * hand: neither has a manifest, so both are found unknown, and tiled, when they are next submitted.
 */
public final class TilingQueue implements Component, TilingRequests {
    private static final long CLOSE_SECONDS = 10;
    private static final Logger log = LoggerFactory.getLogger(TilingQueue.class);

    private final SlideTiler tiler;
    private final KnownMaps known;
    private final SlideStates states;
    private final SlideOwnership share;
    private final Clock clock;
    private final ThreadPoolExecutor threads;
    /** Slides queued or being tiled. Its monitor guards this field and the two below. */
    private final Map<MapId, TilingTurn> inHand = new HashMap<>();

    private long submissions;
    /** Maps in hand that were cancelled. */
    private final Set<MapId> calledOff = new HashSet<>();

    private volatile @Nullable Throwable failure;

    /**
     * Queue of a tiler that is alone at its bucket.
     *
     * @param threadCount slides tiled at the same time
     */
    public TilingQueue(
            SlideTiler tiler, KnownMaps known, SlideStates states, int threadCount, TilerMetrics metrics, Clock clock) {
        this(tiler, known, states, SlideOwnership.ALL, threadCount, metrics, clock);
    }

    public TilingQueue(
            SlideTiler tiler,
            KnownMaps known,
            SlideStates states,
            SlideOwnership share,
            int threadCount,
            TilerMetrics metrics,
            Clock clock) {
        this.tiler = tiler;
        this.known = known;
        this.states = states;
        this.share = share;
        this.clock = clock;
        AtomicInteger count = new AtomicInteger();
        this.threads = new ThreadPoolExecutor(
                threadCount,
                threadCount,
                0,
                TimeUnit.SECONDS,
                new PriorityBlockingQueue<>(),
                work -> new Thread(work, "tiling-" + count.incrementAndGet()));
        metrics.queued(this::inHandCount);
    }

    @Override
    public boolean knows(SlideVersion slide) {
        MapId map = mapId(slide);
        if (tiler.blocks().holds(map)) {
            return true;
        }
        synchronized (inHand) {
            KnownMaps.@Nullable Known latest = known.latest(map).orElse(null);
            if (!inHand.containsKey(map) && latest != null && latest.settled()) {
                states.confirm(slide, map, latest);
                return true;
            }
            return inHand.containsKey(map);
        }
    }

    /**
     * Begins the slide's map unless it is known. A map whose last attempt failed by our fault, or because the slide was
     * gone or replaced, is begun anew.
     */
    @Override
    public Submission submit(SlideVersion slide) {
        MapId map = mapId(slide);
        synchronized (inHand) {
            KnownMaps.@Nullable Known latest = known.latest(map).orElse(null);
            if (latest != null
                    && !inHand.containsKey(map)
                    && (latest.settled() || tiler.blocks().holds(map))) {
                return new Submission(map, latest.attempt(), true);
            }
            return latest == null || latest.begun() == null
                    ? begin(map, slide, null, this::tile)
                    : begin(new TilingTask(map, latest.attempt(), slide, clock.millis()), this::tile);
        }
    }

    /**
     * Goes on with a slide whose manifest is in the log and not all of its blocks, unless that is being done. For slides that
     * nobody submits again: those of a command that is done, and those of a run before.
     */
    void goOn(SlideStateChanged tiled) {
        MapId map = mapId(tiled.slide(), tiled.mpp());
        synchronized (inHand) {
            SlideTiled begun = known.latest(map).map(KnownMaps.Known::begun).orElse(null);
            if (begun != null
                    && map.equals(tiled.mapId())
                    && !inHand.containsKey(map)
                    && !tiler.blocks().holds(map)) {
                begin(new TilingTask(map, begun.attempt(), tiled.slide(), clock.millis(), tiled.mpp()), this::tile);
            }
        }
    }

    /** Whether not all blocks of the map are published. */
    boolean isPublishing(MapId map) {
        return tiler.blocks().holds(map);
    }

    @Override
    public void reject(SlideVersion slide, RejectionReason reason, String message) {
        synchronized (inHand) {
            begin(mapId(slide), slide, null, task -> Optional.of(tiler.reject(task, reason, message)));
        }
    }

    /** Begins a new attempt at the slide's map, whatever is known of it; only one in hand is left as it is. */
    public Submission submitAgain(SlideVersion slide) {
        return submitAgain(slide, null);
    }

    /** The same, with so many microns per level-0 pixel for this slide alone; null leaves it to the recipe. */
    public Submission submitAgain(SlideVersion slide, @Nullable Double mpp) {
        MapId map = mapId(slide, mpp);
        tiler.blocks().withdraw(map);
        synchronized (inHand) {
            return begin(map, slide, mpp, this::tile);
        }
    }

    /**
     * Calls a map off at once: what is queued never gets its turn, and no more blocks are published. One that is being tiled is
     * called off before its next step, so that this is the last word on it.
     *
     * @throws InterruptedException if it could not be said
     */
    public void cancel(MapId map, SlideVersion slide) throws InterruptedException {
        TilingTask task;
        synchronized (inHand) {
            TilingTurn turn = inHand.get(map);
            if (turn != null && !threads.remove(turn)) {
                calledOff.add(map);
                return;
            }
            task = new TilingTask(map, nextAttempt(map), slide, clock.millis());
            if (turn == null) {
                inHand.put(map, new TilingTurn(task, submissions++, () -> {}));
            }
        }
        boolean said = false;
        try {
            tiler.blocks().withdraw(map);
            learn(tiler.cancel(task), null);
            said = true;
        } finally {
            Optional<TilingTurn> turn = putDown(task);
            if (said) {
                turn.ifPresent(TilingTurn::complete);
            }
        }
    }

    /** Completes when nothing is in hand for the map any more; never, when this tiler ends before. */
    public CompletableFuture<Void> end(MapId map) {
        synchronized (inHand) {
            TilingTurn turn = inHand.get(map);
            return turn == null ? CompletableFuture.completedFuture(null) : turn.end();
        }
    }

    /** The number of attempts at the map so far, that in hand included. */
    public int attempts(MapId map) {
        synchronized (inHand) {
            TilingTurn turn = inHand.get(map);
            return turn == null ? nextAttempt(map) - 1 : turn.task().attempt();
        }
    }

    /** Slides that are queued or being tiled, in no order. */
    public List<Waiting> waiting() {
        synchronized (inHand) {
            return inHand.values().stream()
                    .map(TilingTurn::task)
                    .map(task -> new Waiting(task.mapId(), task.attempt(), task.slide(), task.seenAtMillis()))
                    .toList();
        }
    }

    /** A slide that is queued or being tiled. */
    public record Waiting(MapId mapId, int attempt, SlideVersion slide, long seenAtMillis) {}

    /** The map that a slide would get. */
    public MapId mapId(SlideVersion slide) {
        return mapId(slide, null);
    }

    public MapId mapId(SlideVersion slide, @Nullable Double mpp) {
        return tiler.mapId(slide, mpp);
    }

    @Override
    public String name() {
        return "tiling";
    }

    @Override
    public Health check() {
        Throwable cause = failure;
        return cause == null ? tiler.check() : Health.failed(cause);
    }

    @Override
    public void close() {
        threads.shutdownNow();
        try {
            if (!threads.awaitTermination(CLOSE_SECONDS, TimeUnit.SECONDS)) {
                log.warn("a slide is still being read {} s after it was told to stop", CLOSE_SECONDS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Work on a slide when its turn comes; returns the event it has published on topic {@code slides}. */
    private interface Work {
        Optional<SlideEvent> on(TilingTask task) throws InterruptedException;
    }

    private Optional<SlideEvent> tile(TilingTask task) throws InterruptedException {
        SlideTiled begun = known.latest(task.mapId())
                .filter(latest -> latest.attempt() == task.attempt())
                .map(KnownMaps.Known::begun)
                .orElse(null);
        return tiler.tile(task, begun, () -> isCalledOff(task));
    }

    private Submission begin(MapId map, SlideVersion slide, @Nullable Double mpp, Work work) {
        TilingTurn running = inHand.get(map);
        if (running != null) {
            return new Submission(map, running.task().attempt(), true);
        }
        return begin(new TilingTask(map, nextAttempt(map), slide, clock.millis(), mpp), work);
    }

    /** Call with what is in hand locked, and with nothing in hand for the map. */
    private Submission begin(TilingTask task, Work work) {
        TilingTurn turn = new TilingTurn(task, submissions++, () -> run(task, work));
        threads.execute(turn);
        inHand.put(task.mapId(), turn);
        states.submitted(task);
        return new Submission(task.mapId(), task.attempt(), false);
    }

    private void run(TilingTask task, Work work) {
        if (!isStillOurs(task)) {
            return;
        }
        boolean said = false;
        try {
            said = take(task, work);
        } catch (InterruptedException e) {
            log.info("stopped in the middle of {}; it is tiled again when next submitted", task);
            Thread.currentThread().interrupt();
        } catch (RuntimeException | Error e) {
            log.error("neither a map nor a rejection could be published of {}", task, e);
            failure = e;
            throw e;
        } finally {
            Optional<TilingTurn> turn = putDown(task);
            if (said) {
                turn.ifPresent(TilingTurn::complete);
            }
        }
    }

    /** Takes a turn out of hand. It is complete only if what was to be done is in the log, by whomever. */
    private Optional<TilingTurn> putDown(TilingTask task) {
        synchronized (inHand) {
            calledOff.remove(task.mapId());
            return Optional.ofNullable(inHand.remove(task.mapId()));
        }
    }

    /** One that is not is out of hand with the same lock: whoever looks after the next grant finds it unknown. */
    private boolean isStillOurs(TilingTask task) {
        synchronized (inHand) {
            if (share.holds(task.slide().location())) {
                return true;
            }
            inHand.remove(task.mapId());
        }
        log.info("{} is left to the tiler whose share it is in now", task);
        return false;
    }

    private boolean take(TilingTask task, Work work) throws InterruptedException {
        if (isDone(task)) {
            log.info("{} was done by another tiler while it waited here", task);
        } else if (!isCalledOff(task)) {
            work.on(task).ifPresent(event -> learn(event, task.mpp()));
        }
        if (isCalledOff(task)) {
            tiler.blocks().withdraw(task.mapId());
            learn(
                    tiler.cancel(
                            new TilingTask(task.mapId(), nextAttempt(task.mapId()), task.slide(), task.seenAtMillis())),
                    task.mpp());
        }
        return true;
    }

    private boolean isDone(TilingTask task) {
        KnownMaps.@Nullable Known latest = known.latest(task.mapId()).orElse(null);
        return latest != null
                && (latest.attempt() > task.attempt()
                        || (latest.attempt() == task.attempt() && latest.begun() == null));
    }

    private void learn(SlideEvent event, @Nullable Double mpp) {
        known.add(event);
        states.decided(event, mpp);
    }

    private boolean isCalledOff(TilingTask task) {
        synchronized (inHand) {
            return calledOff.contains(task.mapId());
        }
    }

    private int nextAttempt(MapId map) {
        return known.latest(map)
                .map(latest -> Limits.nextAttempt(latest.attempt()))
                .orElse(1);
    }

    private int inHandCount() {
        synchronized (inHand) {
            return inHand.size();
        }
    }
}

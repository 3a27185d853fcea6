package io.slidestream.tiler;

import io.slidestream.contracts.MapId;
import io.slidestream.contracts.SlideEvent;
import io.slidestream.contracts.SlideVersion;
import io.slidestream.servicekit.Component;
import io.slidestream.servicekit.Health;
import java.time.Clock;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Decides which slides need tiling and has them tiled in order of submission. Start it after {@link KnownMaps}. Safe for
 * concurrent use. Closing drops what is queued and stops what is in hand: neither has a manifest, so both are found
 * unknown, and tiled, when they are next submitted.
 */
public final class SlideIntake implements Component, Intake {
    private static final long CLOSE_SECONDS = 10;
    private static final Logger log = LoggerFactory.getLogger(SlideIntake.class);

    private final SlideTiler tiler;
    private final KnownMaps known;
    private final Clock clock;
    private final ExecutorService threads;
    private final Map<MapId, TilingTask> inHand = new HashMap<>();
    private volatile @Nullable Throwable failure;

    /** @param threadCount slides tiled at the same time */
    public SlideIntake(SlideTiler tiler, KnownMaps known, int threadCount, TilerMetrics metrics, Clock clock) {
        this.tiler = tiler;
        this.known = known;
        this.clock = clock;
        AtomicInteger count = new AtomicInteger();
        this.threads = Executors.newFixedThreadPool(
                threadCount, work -> new Thread(work, "tiling-" + count.incrementAndGet()));
        metrics.queued(this::inHandCount);
    }

    @Override
    public boolean knows(SlideVersion slide) {
        MapId map = mapId(slide);
        synchronized (inHand) {
            return inHand.containsKey(map)
                    || known.latest(map).map(KnownMaps.Known::settled).orElse(false);
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
            if (latest != null && latest.settled() && !inHand.containsKey(map)) {
                return new Submission(map, latest.attempt(), true);
            }
            return begin(map, slide);
        }
    }

    /** Begins a new attempt at the slide's map, whatever is known of it; only one in hand is left as it is. */
    public Submission submitAgain(SlideVersion slide) {
        synchronized (inHand) {
            return begin(mapId(slide), slide);
        }
    }

    /** The map that a slide would get. */
    public MapId mapId(SlideVersion slide) {
        return tiler.mapId(slide);
    }

    @Override
    public String name() {
        return "tiling";
    }

    /** Nothing to do: the threads start with the first slide. */
    @Override
    public void start() {}

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

    private Submission begin(MapId map, SlideVersion slide) {
        TilingTask running = inHand.get(map);
        if (running != null) {
            return new Submission(map, running.attempt(), true);
        }
        int attempt = known.latest(map).map(latest -> latest.attempt() + 1).orElse(1);
        TilingTask task = new TilingTask(map, attempt, slide, clock.millis());
        threads.execute(() -> run(task));
        inHand.put(map, task);
        return new Submission(map, attempt, false);
    }

    private void run(TilingTask task) {
        try {
            SlideEvent event = tiler.tile(task);
            known.add(event);
        } catch (InterruptedException e) {
            log.info("stopped in the middle of {}; it is tiled again when next submitted", task);
            Thread.currentThread().interrupt();
        } catch (RuntimeException | Error e) {
            log.error("neither a map nor a rejection could be published of {}", task, e);
            failure = e;
            throw e;
        } finally {
            synchronized (inHand) {
                inHand.remove(task.mapId());
            }
        }
    }

    private int inHandCount() {
        synchronized (inHand) {
            return inHand.size();
        }
    }
}

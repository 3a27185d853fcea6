package io.slidestream.viewer.catalog;

import io.slidestream.contracts.MapId;
import io.slidestream.contracts.MapUpdated;
import io.slidestream.contracts.RejectionReason;
import io.slidestream.contracts.SlideEvent;
import io.slidestream.contracts.SlideRejected;
import io.slidestream.contracts.SlideTiled;
import io.slidestream.contracts.SlideVersion;
import io.slidestream.servicekit.health.Schedules;
import io.slidestream.viewer.cells.LiveMap;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Every map there is: finished ones as their results folder tells, the others as the topics tell. From start() to close() it
 * looks on threads of its own; an answer is what is known by then, and no question waits for the disk. Safe for concurrent
 * use.
 */
public final class Catalog implements AutoCloseable {
    /** A slide that was handed in and is not tiled. */
    public record Waiting(MapId map, int attempt, SlideVersion slide, long seenAtMillis) {}

    /** A browser that follows a slide asks each 400 ms. */
    private static final long TEND_MILLIS = 200;

    private static final long SHORTEST_PAUSE_MILLIS = 1_000;
    private static final long FIRST_WALK_SECONDS = 5;
    private static final Logger log = LoggerFactory.getLogger(Catalog.class);

    private final ResultsFolder folder;
    private final LiveMaps topics;
    private final Supplier<List<Waiting>> source;
    private final CountDownLatch walked = new CountDownLatch(1);
    private final ScheduledExecutorService threads;
    private volatile WaitingSlides waiting = WaitingSlides.NONE;

    /**
     * @param results folder of the finished maps; need not exist yet
     * @param waiting slides that no topic tells of yet; asked on a thread of the catalog's
     */
    public Catalog(Path results, LiveMaps topics, Supplier<List<Waiting>> waiting) {
        this.folder = new ResultsFolder(results);
        this.topics = topics;
        this.source = waiting;
        threads = Schedules.daemon("viewer-catalog", 2); // one walks
    }

    /** Begins to look, and waits a moment for the first look: what is in a small folder is known from the start. */
    public void start() {
        threads.execute(this::walk);
        var unused = threads.scheduleWithFixedDelay(() -> safely(this::tend), 0, TEND_MILLIS, TimeUnit.MILLISECONDS);
        try {
            if (!walked.await(FIRST_WALK_SECONDS, TimeUnit.SECONDS)) {
                log.info("the results folder is large or slow; the viewer shows what is in it as soon as it is known");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        folder.close();
        var unused = threads.shutdownNow();
    }

    /** The newest map of each slide, in no order. */
    public List<SlideMap> current() {
        Set<MapId> all = new HashSet<>(folder.maps().keySet());
        topics.events().forEach(event -> all.add(event.mapId()));
        all.addAll(waiting.byId().keySet());
        Map<String, SlideMap> newest = new HashMap<>();
        for (MapId id : all) {
            find(id).ifPresent(map -> newest.merge(map.slide().location(), map, Catalog::newer));
        }
        return new ArrayList<>(newest.values());
    }

    /** Any map, whether or not a newer one of its slide has taken its place. */
    public Optional<SlideMap> find(MapId id) {
        SlideMap known = folder.find(id).orElse(null);
        SlideEvent event = topics.event(id).orElse(null);
        if (event != null && (known == null || known.attempt() < event.attempt())) {
            SlideMap told = told(event);
            known = known != null && isKept(known, told) ? known : told;
        }
        Waiting slide = waiting.byId().get(id);
        if (slide != null && (known == null || known.attempt() < slide.attempt())) {
            known = waiting(slide);
        }
        return Optional.ofNullable(known);
    }

    /** Whether all maps are known that were finished when the viewer was started; else one that is not found may exist. */
    public boolean isComplete() {
        return folder.isComplete();
    }

    /** The cells of a map that is being made. */
    public Optional<LiveMap> live(MapId id) {
        return topics.live(id);
    }

    /** The map of the same slide that has taken its place, if one has. */
    public Optional<SlideMap> newerThan(SlideMap map) {
        String location = map.slide().location();
        Set<MapId> all = new HashSet<>(folder.at(location));
        all.addAll(topics.at(location));
        all.addAll(waiting.byLocation().getOrDefault(location, Set.of()));
        return all.stream()
                .flatMap(id -> find(id).stream())
                .reduce(Catalog::newer)
                .filter(newest -> !newest.id().equals(map.id()));
    }

    /** Tiles that workers score a second, as measured while there was work; 0 where there was none. */
    public double tilesPerSecond() {
        return topics.tilesPerSecond();
    }

    /** Grid and model of the map that came last. */
    public Optional<SlideMap.Shape> latestShape() {
        return current().stream()
                .filter(map -> map.shape() != null)
                .max(Comparator.comparingLong(SlideMap::seenAtMillis))
                .map(SlideMap::shape);
    }

    /** Another number whenever anything has changed. */
    public long version() {
        return topics.version() + folder.version() + waiting.version();
    }

    /** Does the periodic work that is cheap and wanted soon. */
    void tend() {
        waiting = waiting.now(source.get());
        folder.seek();
    }

    /** Looks through the results folder. */
    void look() {
        folder.walk();
        walked.countDown();
    }

    /** Looks again and again, and at least as long not as it takes, since others need the disk. */
    private void walk() {
        long begun = System.nanoTime();
        safely(this::look);
        long took = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begun);
        try {
            var unused = threads.schedule(this::walk, Math.max(SHORTEST_PAUSE_MILLIS, took), TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException e) {
            log.debug("told to stop", e);
        }
    }

    private static void safely(Runnable work) {
        try {
            work.run();
        } catch (RuntimeException | Error e) {
            log.error("the viewer may show old news; it looks again", e);
        }
    }

    private static SlideMap newer(SlideMap a, SlideMap b) {
        return isNewer(b, a) ? b : a;
    }

    private static boolean isNewer(SlideMap a, SlideMap b) {
        if (a.isOpen() != b.isOpen()) {
            return a.isOpen();
        }
        if (isKept(a, b) || isKept(b, a)) {
            return isKept(a, b);
        }
        return a.seenAtMillis() > b.seenAtMillis();
    }

    /** A finished map outlives another that was called off. */
    private static boolean isKept(SlideMap finished, SlideMap other) {
        return finished.state() == MapState.MAPPED && other.state() == MapState.CANCELLED;
    }

    private SlideMap told(SlideEvent event) {
        if (event instanceof SlideTiled tiled) {
            return tiled(tiled);
        } else if (event instanceof SlideRejected rejected) {
            return rejected(rejected);
        }
        throw new AssertionError("no other event exists, was " + event);
    }

    private SlideMap tiled(SlideTiled tiled) {
        LiveMap.Standing standing = topics.live(tiled.mapId())
                .filter(map -> map.attempt() == tiled.attempt())
                .map(LiveMap::standing)
                .orElse(new LiveMap.Standing(0, 0, 0, List.of()));
        MapUpdated word = topics.word(tiled.mapId())
                .filter(last -> last.state() == MapUpdated.State.MAPPED && last.attempt() >= tiled.attempt())
                .orElse(null);
        boolean lost = word != null && folder.isLost(tiled.slide(), tiled.mapId(), word.attempt());
        return new SlideMap(
                tiled.mapId(),
                tiled.attempt(),
                tiled.slide(),
                lost ? MapState.LOST : MapState.MAPPING,
                tiled.seenAtMillis(),
                new SlideMap.Content(
                        new SlideMap.Tally(
                                tiled.expectedTiles(),
                                word == null ? standing.scoredTiles() : word.scoredTiles(),
                                word == null ? standing.rejectedTiles() : word.rejectedTiles(),
                                standing.tilesPerSecond()),
                        new SlideMap.Shape(tiled.grid(), tiled.model(), tiled.vendor()),
                        standing.areasMm2()),
                null);
    }

    private static SlideMap rejected(SlideRejected rejected) {
        return new SlideMap(
                rejected.mapId(),
                rejected.attempt(),
                rejected.slide(),
                rejected.reason() == RejectionReason.CANCELLED ? MapState.CANCELLED : MapState.REJECTED,
                rejected.seenAtMillis(),
                null,
                new SlideMap.Ending(
                        rejected.seenAtMillis(),
                        new SlideMap.Rejection(rejected.reason().label(), rejected.message()),
                        null));
    }

    private static SlideMap waiting(Waiting slide) {
        return new SlideMap(
                slide.map(), slide.attempt(), slide.slide(), MapState.WAITING, slide.seenAtMillis(), null, null);
    }
}

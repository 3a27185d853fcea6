package io.slidestream.viewer.catalog;

import io.slidestream.catalog.database.CatalogException;
import io.slidestream.catalog.maps.KnownMap;
import io.slidestream.catalog.maps.MapIndex;
import io.slidestream.catalog.maps.MapPage;
import io.slidestream.catalog.maps.MapQuery;
import io.slidestream.catalog.maps.MapState;
import io.slidestream.catalog.maps.SlideBoard;
import io.slidestream.catalog.maps.SlideMap;
import io.slidestream.contracts.MapId;
import io.slidestream.contracts.MapUpdated;
import io.slidestream.contracts.SlideEvent;
import io.slidestream.contracts.SlideVersion;
import io.slidestream.contracts.Topic;
import io.slidestream.servicekit.health.Health;
import io.slidestream.servicekit.health.Schedules;
import io.slidestream.viewer.cells.LiveMap;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Every map there is: finished ones as their results folder tells, the others as the topics tell. From start() to close() it
 * looks on threads of its own and writes what it finds to the catalog's database, which answers; no question waits for the
 * results folder. Safe for concurrent use.
 */
public final class Catalog implements AutoCloseable {
    /** For viewers that no tiler tells of its queue. */
    public static final Supplier<List<Waiting>> NO_QUEUE = List::of;

    /**
     * A slide that was seen and is not tiled.
     *
     * @param heldUp why it cannot be tiled yet; null where nothing holds it up
     */
    public record Waiting(
            MapId map,
            int attempt,
            SlideVersion slide,
            long seenAtMillis,
            @Nullable String heldUp) {}

    /** About as often as a browser that follows a slide asks; what maps have become is written before each answer as well. */
    private static final long TEND_MILLIS = 500;

    private static final long SHORTEST_PAUSE_MILLIS = 1_000;
    private static final long FIRST_WALK_MILLIS = 400;
    /** How long the catalog is vouched for beyond the next walk, so that this need not be written with each. */
    private static final Duration VOUCHED = Duration.ofSeconds(30);

    private static final Duration CONFIRM = Duration.ofHours(1);
    private static final Logger log = LoggerFactory.getLogger(Catalog.class);

    private final MapIndex index;
    private final SlideBoard board;
    private final GatheredChanges<MapIndex.Change> changes;
    private final GatheredChanges<SlideBoard.Told> states;
    private final ResultsFolder folder;
    private final LiveMaps topics;
    private final LiveMaps.Journal journal = new Told();
    private final Supplier<List<Waiting>> source;
    private final Clock clock;
    private final CountDownLatch walked = new CountDownLatch(1);
    private final ScheduledExecutorService threads;
    /** Confined to the thread that tends. */
    private @Nullable List<Waiting> waiting;

    /** Confined to the thread that tends. */
    private long confirmedNanos = System.nanoTime();

    /** The cluster that is followed; empty where none is. */
    private volatile String cluster = "";

    /** Of each work that failed last time. */
    private final Map<Work, String> troubles = new ConcurrentHashMap<>();

    /** What is done again and again. */
    private enum Work {
        TEND,
        LOOK,
        VOUCH
    }

    /**
     * @param index closed by others, after this
     * @param results folder of the finished maps; need not exist yet
     * @param waiting slides that no topic tells of yet; asked on a thread of the catalog's
     */
    public Catalog(MapIndex index, Path results, LiveMaps topics, Supplier<List<Waiting>> waiting) {
        this.index = index;
        this.board = index.board();
        this.clock = Clock.systemUTC();
        this.changes = GatheredChanges.all(index::apply);
        this.states = GatheredChanges.lastOf(SlideBoard.Told::key, board::apply);
        this.folder = new ResultsFolder(results, index, clock);
        this.topics = topics;
        this.source = waiting;
        index.mapping().forEach(map -> map.openManifest().ifPresent(topics::resume));
        topics.attach(journal);
        threads = Schedules.daemon("viewer-catalog", 2); // one walks
    }

    /** Makes an index anew from a results folder. Gives the number of maps that are in it. */
    public static long rebuild(MapIndex index, Path results) {
        long[] maps = new long[1];
        index.refill(() -> maps[0] = new ResultsFolder(results, index, Clock.systemUTC()).walk());
        return maps[0];
    }

    /** Brings an index up to date with a results folder. */
    public static void bringUpToDate(MapIndex index, Path results) {
        var unused = new ResultsFolder(results, index, Clock.systemUTC()).walk();
    }

    /**
     * Begins to look, and waits a moment for the first look: what is in a small folder is known from the start. A large folder
     * that is known already is shown as it was until it has been looked through.
     */
    public void start() {
        boolean known = folder.isKnownToBeLarge();
        var unusedWalk = threads.schedule(this::walk, known ? SHORTEST_PAUSE_MILLIS : 0, TimeUnit.MILLISECONDS);
        var unused = threads.scheduleWithFixedDelay(
                () -> safely(Work.TEND, this::tend), 0, TEND_MILLIS, TimeUnit.MILLISECONDS);
        if (known) {
            return;
        }
        try {
            if (!walked.await(FIRST_WALK_MILLIS, TimeUnit.MILLISECONDS)) {
                log.info("the results folder is large or slow; the viewer shows what is new in it as soon as it is"
                        + " known");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        topics.detach(journal);
        folder.close();
        threads.shutdownNow();
        try {
            if (!threads.awaitTermination(5, TimeUnit.SECONDS)) {
                log.debug("a walk waits for a disk that does not answer");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        try {
            changes.write();
            states.write();
            folder.unwatch();
        } catch (CatalogException e) {
            log.warn("what came last is read again at the next start: {}", e.getMessage());
        }
    }

    /** Whether the database takes what is new. */
    public Health check() {
        return troubles.values().stream().findFirst().map(Health::troubled).orElseGet(Health::ready);
    }

    /** A page of the list, which has the newest map of each slide. */
    public MapPage page(MapQuery query) {
        changes.writeNow();
        MapPage page = index.page(query);
        return new MapPage(
                page.maps().stream().map(this::asOfNow).toList(),
                page.others(),
                page.total(),
                page.counting(),
                page.states());
    }

    /** How many slides there are in each state. */
    public Map<MapState, Long> states() {
        changes.writeNow();
        return index.states();
    }

    /** Passes on the newest map of each slide, in the order of their names; memory holds a few hundred. */
    public void forEach(MapQuery.Filter filter, Consumer<SlideMap> sink) {
        changes.writeNow();
        index.forEach(filter, map -> sink.accept(asOfNow(map)));
    }

    /** Any map, whether or not a newer one of its slide has taken its place. */
    public Optional<SlideMap> find(MapId id) {
        return written(id).flatMap(KnownMap::standing).map(this::asOfNow);
    }

    /** The map as a command must name it: of the last attempt, or who obeys would take the command for one that was overtaken. */
    public SlideMap ofLatestAttempt(SlideMap map) {
        return written(map.id())
                .map(known -> map.ofAttempt(Math.max(map.attempt(), known.latestAttempt())))
                .orElse(map);
    }

    /** What is known of a map, with the changes. */
    private Optional<KnownMap> written(MapId map) {
        changes.writeNow();
        return index.known(map);
    }

    /** Every map of a slide that has one, the newest first. */
    public List<SlideMap> ofSlide(String location) {
        changes.writeNow();
        return index.at(location).stream()
                .flatMap(map -> map.standing().stream())
                .map(this::asOfNow)
                .sorted((a, b) -> Long.compare(b.seenAtMillis(), a.seenAtMillis()))
                .toList();
    }

    /** Whether results of the slide may appear at any time. */
    public boolean isToBeWritten(String location) {
        changes.writeNow();
        return index.at(location).stream().anyMatch(KnownMap::isToBeWritten);
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
        changes.writeNow();
        return index.shownAt(map.slide().location())
                .filter(newest -> !newest.id().equals(map.id()))
                .map(this::asOfNow);
    }

    /** Tiles that workers score a second, as measured while there was work; 0 where there was none. */
    public double tilesPerSecond() {
        return topics.tilesPerSecond();
    }

    /** Grid and model of the map that came last. */
    public Optional<SlideMap.Shape> latestShape() {
        changes.writeNow();
        return index.latestTiled().map(SlideMap::shape);
    }

    /** Another number whenever anything has changed. */
    public long version() {
        return topics.version() + index.version();
    }

    /** The newest map of each slide, for few slides. */
    List<SlideMap> current() {
        List<SlideMap> all = new ArrayList<>();
        forEach(MapQuery.Filter.ALL, all::add);
        return all;
    }

    /** Does the periodic work that is cheap and wanted soon. */
    void tend() {
        changes.write();
        states.write();
        confirm();
        queue(source.get());
        folder.lookForSought();
    }

    /** Looks through the results folder. */
    void look() {
        changes.write();
        var unused = folder.walk();
        walked.countDown();
    }

    /** Looks again and again, and at least as long not as it takes, since others need the disk. */
    private void walk() {
        long begun = System.nanoTime();
        safely(Work.LOOK, this::look);
        long took = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begun);
        long pause = Math.max(SHORTEST_PAUSE_MILLIS, took);
        safely(Work.VOUCH, () -> folder.watch(Duration.ofMillis(pause + 3 * took), VOUCHED));
        try {
            var unused = threads.schedule(this::walk, pause, TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException e) {
            log.debug("told to stop", e);
        }
    }

    private void confirm() {
        long now = System.nanoTime();
        if (!cluster.isEmpty() && now - confirmedNanos > CONFIRM.toNanos()) {
            index.confirm(cluster);
            confirmedNanos = now;
        }
    }

    private void safely(Work kind, Runnable work) {
        try {
            work.run();
            if (troubles.remove(kind) != null && troubles.isEmpty()) {
                log.info("the catalog is up to date again");
            }
        } catch (RuntimeException | Error e) {
            if (threads.isShutdown()) {
                return;
            }
            boolean news = troubles.isEmpty();
            if (news && e instanceof CatalogException) {
                log.error("the viewer may show old news; it tries again: {}", e.getMessage());
            } else if (news) {
                log.error("the viewer may show old news; it tries again", e);
            }
            troubles.put(kind, "the list may show old news: " + e.getMessage());
        }
    }

    /** Writes what has changed in the tiler's queue; at first, what an earlier process left too. */
    private void queue(List<Waiting> slides) {
        if (source == NO_QUEUE || slides.equals(waiting)) {
            return;
        }
        Map<MapId, Waiting> now = new HashMap<>();
        slides.forEach(slide -> now.merge(slide.map(), slide, (a, b) -> a.attempt() >= b.attempt() ? a : b));
        List<MapIndex.Change> updates = new ArrayList<>();
        index.waiting().stream()
                .filter(known -> !now.containsKey(known.id()))
                .forEach(known -> updates.add(new MapIndex.Change(
                        known.id(), known.slide().location(), map -> map == null ? null : map.queued(null))));
        now.values()
                .forEach(slide -> updates.add(new MapIndex.Change(
                        slide.map(),
                        slide.slide().location(),
                        map -> (map == null ? KnownMap.of(slide.map(), slide.slide()) : map)
                                .queued(new KnownMap.Waiting(slide.attempt(), slide.seenAtMillis(), slide.heldUp())))));
        index.apply(updates, List.of());
        waiting = List.copyOf(slides);
    }

    /** With the tiles that have come since the ledger's last figures. */
    private SlideMap asOfNow(SlideMap map) {
        SlideMap.Tally tally = map.ledger();
        SlideMap.Shape shape = map.shape();
        LiveMap made = map.state() == MapState.MAPPING
                ? topics.live(map.id())
                        .filter(live -> live.attempt() == map.attempt())
                        .orElse(null)
                : null;
        if (made == null || tally == null || shape == null) {
            return map;
        }
        LiveMap.Standing standing = made.standing();
        SlideMap.Tally now = new SlideMap.Tally(
                tally.expected(), standing.scoredTiles(), standing.rejectedTiles(), standing.tilesPerSecond());
        return new SlideMap(
                map.id(),
                map.attempt(),
                map.slide(),
                map.state(),
                map.seenAtMillis(),
                new SlideMap.Content(now, shape, standing.areasMm2(), null),
                map.ending());
    }

    /** Passes on what topics tell. */
    private final class Told implements LiveMaps.Journal {
        @Override
        public void told(SlideEvent event) {
            changes.add(new MapIndex.Change(
                    event.mapId(),
                    event.slide().location(),
                    map -> (map == null ? KnownMap.of(event.mapId(), event.slide()) : map).with(event)));
        }

        @Override
        public void told(MapUpdated word) {
            long now = clock.millis();
            changes.add(new MapIndex.Change(
                    word.mapId(),
                    word.slide().location(),
                    map -> (map == null ? KnownMap.of(word.mapId(), word.slide()) : map).with(word, now)));
            if (word.state() == MapUpdated.State.MAPPED) {
                folder.seek(word.slide(), word.mapId());
            }
        }

        @Override
        public void forgotten(MapId map) {
            changes.add(new MapIndex.Change(map, null, known -> known == null ? null : known.untold()));
        }

        @Override
        public void told(SlideBoard.Told state) {
            states.add(state);
        }

        @Override
        public void statesAnew() {
            states.clear(board::clear);
        }

        @Override
        public void read(MapIndex.Position position) {
            if (position.topic().equals(Topic.SLIDE_STATES.name())) {
                states.read(position);
            } else {
                changes.read(position);
            }
        }

        @Override
        public List<MapIndex.Position> positions(String followed) {
            cluster = followed;
            return index.positions(followed);
        }

        @Override
        public Optional<KnownMap> known(MapId map) {
            return written(map);
        }
    }
}

package io.slidestream.viewer.catalog;

import io.slidestream.contracts.MapId;
import io.slidestream.contracts.MapUpdated;
import io.slidestream.contracts.RejectionReason;
import io.slidestream.contracts.SlideEvent;
import io.slidestream.contracts.SlideRejected;
import io.slidestream.contracts.SlideTiled;
import io.slidestream.contracts.SlideVersion;
import io.slidestream.viewer.cells.LiveMap;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * Every map there is: finished ones as their results folder tells, the others as the topics tell. Safe for concurrent use.
 */
public final class Catalog {
    /** A slide that was handed in and is not tiled. */
    public record Waiting(MapId map, int attempt, SlideVersion slide, long seenAtMillis) {}

    private final ResultsFolder folder;
    private final LiveMaps topics;
    private final Supplier<List<Waiting>> waiting;
    /** Maps whose results were looked for and not found. */
    private final Set<MapId> lost = ConcurrentHashMap.newKeySet();

    /**
     * @param results folder of the finished maps; need not exist yet
     * @param waiting slides that no topic tells of yet
     */
    public Catalog(Path results, LiveMaps topics, Supplier<List<Waiting>> waiting, LongSupplier nanoTime) {
        this.folder = new ResultsFolder(results, nanoTime);
        this.topics = topics;
        this.waiting = waiting;
    }

    /** The newest map of each slide, in no order. */
    public List<SlideMap> current() {
        Map<String, SlideMap> newest = new HashMap<>();
        for (SlideMap map : all().values()) {
            newest.merge(map.slide().location(), map, (a, b) -> isNewer(b, a) ? b : a);
        }
        return new ArrayList<>(newest.values());
    }

    /** Any map, whether or not a newer one of its slide has taken its place. */
    public Optional<SlideMap> find(MapId id) {
        return Optional.ofNullable(all().get(id));
    }

    /** The cells of a map that is being made. */
    public Optional<LiveMap> live(MapId id) {
        return topics.live(id);
    }

    /** The map of the same slide that has taken its place, if one has. */
    public Optional<SlideMap> newerThan(SlideMap map) {
        return current().stream()
                .filter(other -> other.slide().location().equals(map.slide().location()))
                .filter(other -> !other.id().equals(map.id()))
                .findFirst();
    }

    /** Another number whenever anything has changed. */
    public long version() {
        return topics.version() + folder.version() + waiting.get().hashCode();
    }

    /** A map is written before it is told of: one that seems lost may have been written since the folder was looked through. */
    private Map<MapId, SlideMap> all() {
        Map<MapId, SlideMap> all = merged();
        boolean unexpected = false;
        for (SlideMap map : all.values()) {
            unexpected |= map.state() == MapState.LOST && lost.add(map.id());
        }
        if (unexpected) {
            folder.changed();
            all = merged();
        }
        Map<MapId, SlideMap> now = all;
        lost.removeIf(id -> {
            SlideMap map = now.get(id);
            return map == null || map.state() != MapState.LOST;
        });
        return all;
    }

    private Map<MapId, SlideMap> merged() {
        Map<MapId, SlideMap> all = new HashMap<>(folder.maps());
        Collection<SlideEvent> events = Collections.unmodifiableCollection(topics.events());
        for (SlideEvent event : events) {
            SlideMap finished = all.get(event.mapId());
            SlideMap told = told(event);
            if (finished == null || finished.attempt() < event.attempt() && !isKept(finished, told)) {
                all.put(event.mapId(), told);
            }
        }
        for (Waiting slide : waiting.get()) {
            SlideMap known = all.get(slide.map());
            if (known == null || known.attempt() < slide.attempt()) {
                all.put(slide.map(), waiting(slide));
            }
        }
        return all;
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
        boolean written = topics.word(tiled.mapId())
                .map(word -> word.state() == MapUpdated.State.MAPPED && word.attempt() >= tiled.attempt())
                .orElse(false);
        return new SlideMap(
                tiled.mapId(),
                tiled.attempt(),
                tiled.slide(),
                written ? MapState.LOST : MapState.MAPPING,
                tiled.seenAtMillis(),
                0,
                new SlideMap.Tally(
                        tiled.expectedTiles(),
                        standing.scoredTiles(),
                        standing.rejectedTiles(),
                        standing.tilesPerSecond()),
                new SlideMap.Shape(tiled.grid(), tiled.model(), tiled.vendor()),
                null,
                standing.areasMm2(),
                null);
    }

    private static SlideMap rejected(SlideRejected rejected) {
        return new SlideMap(
                rejected.mapId(),
                rejected.attempt(),
                rejected.slide(),
                rejected.reason() == RejectionReason.CANCELLED ? MapState.CANCELLED : MapState.REJECTED,
                rejected.seenAtMillis(),
                rejected.seenAtMillis(),
                null,
                null,
                new SlideMap.Rejection(rejected.reason().label(), rejected.message()),
                List.of(),
                null);
    }

    private static SlideMap waiting(Waiting slide) {
        return new SlideMap(
                slide.map(),
                slide.attempt(),
                slide.slide(),
                MapState.WAITING,
                slide.seenAtMillis(),
                0,
                null,
                null,
                null,
                List.of(),
                null);
    }
}

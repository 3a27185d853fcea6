package io.slidestream.viewer.catalog;

import io.slidestream.contracts.BlockScored;
import io.slidestream.contracts.MapId;
import io.slidestream.contracts.MapUpdated;
import io.slidestream.contracts.SlideEvent;
import io.slidestream.contracts.SlideRejected;
import io.slidestream.contracts.SlideTiled;
import io.slidestream.contracts.time.Ticks;
import io.slidestream.viewer.cells.EarlyRoom;
import io.slidestream.viewer.cells.LiveMap;
import java.util.Collection;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** State of every map, from the topics. Written by one thread, read by many. */
public final class LiveMaps {
    /** Most maps without a manifest that are kept: their scores come first, or the manifest never comes. */
    private static final int MAX_UNANNOUNCED = 64;

    private final Ticks ticks;
    private final EarlyRoom room = new EarlyRoom();
    private final ModelCopies models = new ModelCopies();
    private final Map<MapId, SlideEvent> events = new ConcurrentHashMap<>();
    private final Map<String, Set<MapId>> byLocation = new ConcurrentHashMap<>();
    private final Map<MapId, MapUpdated> words = new ConcurrentHashMap<>();
    private final Map<MapId, LiveMap> live = new ConcurrentHashMap<>();
    private final Map<MapId, Boolean> unannounced = new LinkedHashMap<>();
    private final Pace pace = new Pace();
    private final AtomicLong version = new AtomicLong();

    /** @param ticks a monotonic clock */
    public LiveMaps(Ticks ticks) {
        this.ticks = ticks;
    }

    public void event(SlideEvent event) {
        SlideEvent known = events.get(event.mapId());
        if (known != null && known.attempt() > event.attempt()) {
            return;
        }
        events.put(event.mapId(), event instanceof SlideTiled tiled ? kept(tiled) : event);
        byLocation.merge(event.slide().location(), Set.of(event.mapId()), LiveMaps::both);
        unannounced.remove(event.mapId());
        if (event instanceof SlideTiled tiled && !isEnded(tiled.mapId(), tiled.attempt())) {
            liveMap(tiled.mapId(), tiled.attempt()).ifPresent(map -> map.begin(tiled));
        } else {
            drop(event.mapId());
        }
        version.incrementAndGet();
    }

    public void word(MapUpdated word) {
        words.merge(word.mapId(), word, (old, fresh) -> fresh.attempt() >= old.attempt() ? fresh : old);
        if (isEnded(word.mapId(), word.attempt())) {
            live.computeIfPresent(word.mapId(), (id, map) -> map.attempt() <= word.attempt() ? dropped(map) : map);
        }
        version.incrementAndGet();
    }

    public void scores(BlockScored block) {
        pace.add(block.scores().size(), block.scoredAtMillis());
        if (isEnded(block.mapId(), block.attempt())) {
            return;
        }
        liveMap(block.mapId(), block.attempt()).ifPresent(map -> map.add(block));
        version.incrementAndGet();
    }

    /** Compaction or an operator has forgotten it. */
    void forget(MapId map) {
        SlideEvent event = events.remove(map);
        if (event != null) {
            byLocation.computeIfPresent(event.slide().location(), (location, maps) -> without(map, maps));
        }
        words.remove(map);
        unannounced.remove(map);
        drop(map);
        version.incrementAndGet();
    }

    /** Number of maps that are shown as they are made. */
    int liveCount() {
        return live.size();
    }

    /** Number of probabilities in scores that wait for a manifest. */
    long earlyProbabilities() {
        return room.taken();
    }

    /** As measured while there was work; 0 where there was none. */
    double tilesPerSecond() {
        return pace.tilesPerSecond();
    }

    /** The seen times of maps that have no end yet. */
    List<Long> openSince() {
        return events.values().stream()
                .filter(event -> event instanceof SlideTiled && !isEnded(event.mapId(), event.attempt()))
                .map(event -> ((SlideTiled) event).seenAtMillis())
                .toList();
    }

    /** Changes with every change. */
    long version() {
        return version.get();
    }

    Collection<SlideEvent> events() {
        return events.values();
    }

    Optional<SlideEvent> event(MapId map) {
        return Optional.ofNullable(events.get(map));
    }

    /** The maps of a slide. */
    Set<MapId> at(String location) {
        return byLocation.getOrDefault(location, Set.of());
    }

    Optional<MapUpdated> word(MapId map) {
        return Optional.ofNullable(words.get(map));
    }

    Optional<LiveMap> live(MapId map) {
        return Optional.ofNullable(live.get(map));
    }

    boolean isEnded(MapId map, int attempt) {
        MapUpdated word = words.get(map);
        if (word != null && word.attempt() >= attempt && word.state() != MapUpdated.State.OPEN) {
            return true;
        }
        SlideEvent event = events.get(map);
        return event instanceof SlideRejected && event.attempt() >= attempt;
    }

    private SlideTiled kept(SlideTiled said) {
        return said.withModel(models.one(said.model()));
    }

    /** The map of just this attempt; empty if a later one is known. */
    private Optional<LiveMap> liveMap(MapId id, int attempt) {
        LiveMap map = live.compute(
                id, (key, known) -> known == null || known.attempt() < attempt ? instead(known, key, attempt) : known);
        return Optional.of(map).filter(m -> m.attempt() == attempt);
    }

    private LiveMap instead(@Nullable LiveMap known, MapId id, int attempt) {
        if (known != null) {
            known.forgetEarly();
        }
        return fresh(id, attempt);
    }

    private LiveMap fresh(MapId id, int attempt) {
        LiveMap map = new LiveMap(attempt, room, ticks);
        SlideEvent event = events.get(id);
        if (event instanceof SlideTiled tiled && tiled.attempt() == attempt) {
            map.begin(tiled);
        } else {
            boundUnannounced(id);
        }
        return map;
    }

    private void boundUnannounced(MapId id) {
        unannounced.put(id, true);
        Iterator<MapId> eldest = unannounced.keySet().iterator();
        while (unannounced.size() > MAX_UNANNOUNCED) {
            MapId gone = eldest.next();
            eldest.remove();
            drop(gone);
        }
    }

    private static Set<MapId> both(Set<MapId> some, Set<MapId> others) {
        Set<MapId> all = new HashSet<>(some);
        all.addAll(others);
        return Set.copyOf(all);
    }

    private static @Nullable Set<MapId> without(MapId map, Set<MapId> maps) {
        Set<MapId> others = new HashSet<>(maps);
        others.remove(map);
        return others.isEmpty() ? null : Set.copyOf(others);
    }

    private void drop(MapId id) {
        LiveMap map = live.remove(id);
        if (map != null) {
            map.forgetEarly();
        }
    }

    private static @Nullable LiveMap dropped(LiveMap map) {
        map.forgetEarly();
        return null;
    }
}

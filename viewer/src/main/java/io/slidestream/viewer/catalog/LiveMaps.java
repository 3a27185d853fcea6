package io.slidestream.viewer.catalog;

import io.slidestream.catalog.maps.KnownMap;
import io.slidestream.catalog.maps.MapIndex;
import io.slidestream.catalog.maps.SlideBoard;
import io.slidestream.contracts.BlockScored;
import io.slidestream.contracts.MapId;
import io.slidestream.contracts.MapUpdated;
import io.slidestream.contracts.SlideEvent;
import io.slidestream.contracts.SlideTiled;
import io.slidestream.contracts.time.Ticks;
import io.slidestream.viewer.cells.EarlyRoom;
import io.slidestream.viewer.cells.LiveMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * The maps that are being made, as the topics tell of them; what has ended is in the catalog, and not here. Written by one
 * thread, read by many.
 */
public final class LiveMaps {
    /** Most maps without a manifest that are kept: their scores come first, or the manifest never comes. */
    private static final int MAX_UNANNOUNCED = 64;

    /**
     * Most characters of manifests that are kept: thousands of slides that are in work at once, or hundreds with the largest
     * models. Whoever invents more has those forgotten that are without news for longest, which come back when they are mapped.
     */
    static final long MAX_CHARACTERS = 1 << 24;

    /** What a map takes beside the texts of its manifest, as if they were characters. */
    private static final long CHARACTERS_OF_EACH = 2000;

    private final Ticks ticks;
    private final EarlyRoom room = new EarlyRoom();
    private final ModelCopies models = new ModelCopies();
    private final Map<MapId, SlideTiled> open = new ConcurrentHashMap<>();
    private final Map<MapId, LiveMap> live = new ConcurrentHashMap<>();
    private final Map<MapId, Boolean> unannounced = new LinkedHashMap<>();
    /** Characters of the manifests of open maps; the one that was without news for longest comes first. */
    private final Map<MapId, Long> announced = new LinkedHashMap<>(16, 0.75f, true);

    private long announcedCharacters;
    private final List<Journal> journals = new CopyOnWriteArrayList<>();
    private final Pace pace = new Pace();
    private final AtomicLong version = new AtomicLong();

    /** Keeps what topics tell. */
    interface Journal {
        void told(SlideEvent event);

        void told(MapUpdated word);

        void forgotten(MapId map);

        void told(SlideBoard.Told state);

        /** Forgets the states of slides, which are told from the start. */
        void statesAnew();

        void read(MapIndex.Position position);

        List<MapIndex.Position> positions(String cluster);

        Optional<KnownMap> known(MapId map);
    }

    /** @param ticks a monotonic clock */
    public LiveMaps(Ticks ticks) {
        this.ticks = ticks;
    }

    /** Lets a journal keep what is told from now on, and the maps that are open. */
    void attach(Journal journal) {
        open.values().forEach(journal::told);
        journals.add(journal);
    }

    void detach(Journal journal) {
        journals.remove(journal);
    }

    public void event(SlideEvent event) {
        SlideTiled known = open.get(event.mapId());
        if (known != null && known.attempt() > event.attempt()) {
            return;
        }
        unannounced.remove(event.mapId());
        if (event instanceof SlideTiled tiled && !isEnded(tiled.mapId(), tiled.attempt())) {
            begin(tiled.withModel(models.one(tiled.model())));
        } else {
            end(event.mapId());
            drop(event.mapId());
        }
        journals.forEach(journal -> journal.told(event));
        version.incrementAndGet();
    }

    public void word(MapUpdated word) {
        if (word.state() != MapUpdated.State.OPEN) {
            SlideTiled tiled = open.get(word.mapId());
            if (tiled != null && tiled.attempt() <= word.attempt()) {
                end(word.mapId());
            }
            live.computeIfPresent(word.mapId(), (id, map) -> map.attempt() <= word.attempt() ? dropped(map) : map);
        }
        journals.forEach(journal -> journal.told(word));
        version.incrementAndGet();
    }

    public void scores(BlockScored block) {
        pace.add(block.scores().size(), block.scoredAtMillis());
        LiveMap known = live.get(block.mapId());
        if ((known == null || known.attempt() != block.attempt()) && isEnded(block.mapId(), block.attempt())) {
            return;
        }
        announced.get(block.mapId()); // has news
        liveMap(block.mapId(), block.attempt()).ifPresent(map -> map.add(block));
        version.incrementAndGet();
    }

    /** A map that was open when the catalog was written, in an earlier process. */
    void resume(SlideTiled manifest) {
        if (!open.containsKey(manifest.mapId())) {
            begin(manifest);
        }
    }

    /** Compaction or an operator has forgotten it. */
    void forget(MapId map) {
        end(map);
        unannounced.remove(map);
        drop(map);
        journals.forEach(journal -> journal.forgotten(map));
        version.incrementAndGet();
    }

    /** A slide has come further, or is gone; no map changes. */
    void state(SlideBoard.Told state) {
        journals.forEach(journal -> journal.told(state));
    }

    void statesAnew() {
        journals.forEach(Journal::statesAnew);
    }

    /** What was told before it need not be told again. */
    void read(MapIndex.Position position) {
        journals.forEach(journal -> journal.read(position));
    }

    /** The places in topics up to which everything is kept. */
    List<MapIndex.Position> positions(String cluster) {
        return journals.isEmpty() ? List.of() : journals.get(0).positions(cluster);
    }

    /** Number of maps that are shown as they are made. */
    int liveCount() {
        return live.size();
    }

    /** Number of maps that have a manifest and no end. */
    int openCount() {
        return open.size();
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
        return open.values().stream().map(SlideTiled::seenAtMillis).toList();
    }

    /** Changes with every change. */
    long version() {
        return version.get();
    }

    Optional<LiveMap> live(MapId map) {
        return Optional.ofNullable(live.get(map));
    }

    private boolean isEnded(MapId map, int attempt) {
        return journals.stream()
                .anyMatch(journal ->
                        journal.known(map).map(known -> known.isEnded(attempt)).orElse(false));
    }

    private void begin(SlideTiled tiled) {
        end(tiled.mapId());
        open.put(tiled.mapId(), tiled);
        long characters = characters(tiled);
        announced.put(tiled.mapId(), characters);
        announcedCharacters += characters;
        liveMap(tiled.mapId(), tiled.attempt())
                .ifPresentOrElse(
                        map -> map.begin(tiled), // else scores of a later attempt came first, and wait for its manifest
                        () -> boundUnannounced(tiled.mapId()));
        while (announcedCharacters > MAX_CHARACTERS) {
            MapId gone = announced.keySet().iterator().next();
            end(gone);
            drop(gone);
        }
    }

    private void end(MapId map) {
        open.remove(map);
        Long characters = announced.remove(map);
        announcedCharacters -= characters == null ? 0 : characters;
    }

    /** Each counts its model, though equal ones are kept once. */
    private static long characters(SlideTiled tiled) {
        return CHARACTERS_OF_EACH
                + tiled.slide().location().length()
                + tiled.model().wsinferConfig().length()
                + tiled.model().classNames().stream().mapToInt(String::length).sum();
    }

    /** The map of just this attempt; empty if a later one is known. */
    private Optional<LiveMap> liveMap(MapId id, int attempt) {
        LiveMap map = live.get(id);
        if (map == null || map.attempt() < attempt) {
            if (map != null) {
                map.forgetEarly();
            }
            map = fresh(id, attempt); // which removes others: nothing that may be done while an entry is computed
            live.put(id, map);
        }
        return Optional.of(map).filter(m -> m.attempt() == attempt);
    }

    private LiveMap fresh(MapId id, int attempt) {
        LiveMap map = new LiveMap(attempt, room, ticks);
        SlideTiled tiled = open.get(id);
        if (tiled != null && tiled.attempt() == attempt) {
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

package io.slidestream.catalog.maps;

import io.slidestream.catalog.database.Database;
import io.slidestream.catalog.database.Session;
import io.slidestream.contracts.MapId;
import io.slidestream.contracts.Model;
import io.slidestream.contracts.Sha256;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.ToDoubleFunction;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** The index of all maps. Safe for concurrent use, by several processes too. */
public final class MapIndex {
    private static final int HASH_BYTES = 16;
    /** Another process may change them. */
    private static final long COUNTS_LAST_NANOS = TimeUnit.SECONDS.toNanos(10);

    private static final long COUNTS_AT_MOST_EACH_NANOS = TimeUnit.MILLISECONDS.toNanos(200);

    private final Database database;
    private final ToDoubleFunction<SlideMap> tumourMm2;
    private final MapSearch search;
    private final TopicPositions positions;
    private final FoundSummaries summaries;
    private final Clock clock = Clock.systemUTC();
    private final Map<String, Model> models = new ConcurrentHashMap<>();
    private final Map<Model, String> hashes = new ConcurrentHashMap<>();
    private final AtomicLong version = new AtomicLong();
    private volatile @Nullable Counted counted;
    private volatile Names names;

    /**
     * A change of what is known of a map.
     *
     * @param location of its slide; null where that is not known
     * @param change given what is known, null where nothing is; gives what is known then
     * @param summary that was read; null where none was
     */
    public record Change(
            MapId map,
            @Nullable String location,
            UnaryOperator<@Nullable KnownMap> change,
            FoundSummaries.@Nullable Row summary) {
        /** A change that comes from elsewhere than a summary. */
        public Change(MapId map, @Nullable String location, UnaryOperator<@Nullable KnownMap> change) {
            this(map, location, change, null);
        }
    }

    /** How far a partition of a topic was read. */
    public record Position(String cluster, String topic, int partition, long next) {}

    /** @param tumourMm2 area of a map's tumour class; NaN where it has none */
    public MapIndex(Database database, ToDoubleFunction<SlideMap> tumourMm2) {
        this.database = database;
        this.tumourMm2 = tumourMm2;
        this.search = new MapSearch(database.url());
        this.positions = new TopicPositions(database);
        this.summaries = new FoundSummaries(database);
        this.names = kept();
    }

    /** Makes the changes, and remembers how far topics were read: all or nothing. */
    public void apply(List<Change> changes, Collection<Position> reached) {
        boolean changed;
        try {
            changed = database.writeInTurn(session -> applyAll(session, changes, reached));
        } catch (RuntimeException e) {
            hashes.clear(); // some may be of models that were not kept
            throw e;
        }
        if (changed) {
            version.incrementAndGet();
        }
    }

    private boolean applyAll(Session session, List<Change> changes, Collection<Position> reached) throws SQLException {
        boolean any = false;
        for (Change change : changes) {
            any |= apply(session, change);
            if (change.summary() != null) {
                FoundSummaries.put(session, change.summary());
            }
        }
        TopicPositions.put(session, reached, clock.millis());
        return any;
    }

    /** How far topics of a cluster were read; those that nobody has followed for half a day are to be read anew. */
    public List<Position> positions(String cluster) {
        return positions.of(cluster, clock.millis());
    }

    /** Remembers that the topics of a cluster are followed still, where nothing is told. */
    public void confirm(String cluster) {
        positions.confirm(cluster, clock.millis());
    }

    /** How far each slide has come. */
    public SlideBoard board() {
        return new SlideBoard(database, this, clock);
    }

    /** What lies in results folders. */
    public FoundSummaries summaries() {
        return summaries;
    }

    /** Changes with every change that this process makes. */
    public long version() {
        return version.get();
    }

    public Optional<KnownMap> known(MapId id) {
        return database.read(session ->
                session.one("SELECT details FROM map WHERE id = ?", row -> parse(row.getString(1)), id.hex()));
    }

    /** The maps of a slide. */
    public List<KnownMap> at(String location) {
        return database.read(session -> at(session, location));
    }

    /** The map of a slide that is shown. */
    public Optional<SlideMap> shownAt(String location) {
        return newest(at(location));
    }

    public MapPage page(MapQuery query) {
        MapQuery.Filter filter = query.filter();
        MapQuery.Filter inAnyState = filter.inAnyState();
        Map<MapState, Long> all = inAnyState.isAll() ? states() : Map.of();
        List<SlideMap> maps = new ArrayList<>();
        return database.read(session -> {
            MapSearch.Rarest rarest = search.rarest(session, filter);
            search.page(
                    session,
                    query,
                    rarest,
                    row -> parse(row.getString(1)).standing().ifPresent(maps::add));
            MapSearch.Rarest counting = filter.state() == null ? rarest : search.rarest(session, inAnyState);
            Map<MapState, Long> states = counting == null ? all : search.states(session, inAnyState, counting);
            MapState state = filter.state();
            long counted = state == null
                    ? states.values().stream().mapToLong(Long::longValue).sum()
                    : states.getOrDefault(state, 0L);
            long passed = maps.isEmpty() ? 0 : (query.number() - 1L) * query.size() + maps.size();
            return new MapPage(
                    maps,
                    others(session, maps),
                    Math.max(counted, passed),
                    counting == null || counting.many() == MapSearch.Amount.FEW
                            ? MapPage.Counting.TO_THE_END
                            : MapPage.Counting.IN_PART,
                    states);
        });
    }

    /** How many finished maps the slides have besides. */
    private static Map<MapId, Integer> others(Session session, List<SlideMap> maps) throws SQLException {
        if (maps.isEmpty()) {
            return Map.of();
        }
        Map<String, Integer> counts = new HashMap<>();
        session.each(
                "SELECT location, COUNT(*) FROM map WHERE shown = 0 AND state = 'mapped' AND location IN ("
                        + String.join(", ", Collections.nCopies(maps.size(), "?")) + ") GROUP BY location",
                row -> counts.put(row.getString(1), row.getInt(2)),
                maps.stream().map(map -> map.slide().location()).toArray());
        Map<MapId, Integer> others = new HashMap<>();
        for (SlideMap map : maps) {
            Integer count = counts.get(map.slide().location());
            if (count != null) {
                others.put(map.id(), count);
            }
        }
        return others;
    }

    /** How many maps are shown in each state. */
    public Map<MapState, Long> states() {
        Counted last = counted;
        long now = System.nanoTime();
        long age = last == null ? Long.MAX_VALUE : now - last.atNanos();
        if (last != null && age < (last.version() == version() ? COUNTS_LAST_NANOS : last.leastNanos())) {
            return last.states();
        }
        long version = version();
        Map<MapState, Long> states = database.read(search::states);
        counted = new Counted(version, now, System.nanoTime() - now, states);
        return states;
    }

    /** The number of maps in each state, which takes a look at an entry for each. */
    private record Counted(long version, long atNanos, long tookNanos, Map<MapState, Long> states) {
        /** While maps change all the time, counting them is a small part of the work. */
        long leastNanos() {
            return Math.max(COUNTS_AT_MOST_EACH_NANOS, 20 * tookNanos);
        }
    }

    /** Passes on the shown maps one by one, in the order of their names. */
    public void forEach(MapQuery.Filter filter, Consumer<SlideMap> sink) {
        database.stream(session -> search.all(
                session, filter, row -> parse(row.getString(1)).standing().ifPresent(sink)));
    }

    /** Every map, shown or not, one by one. */
    public void forEachKnown(Consumer<KnownMap> sink) {
        database.stream(session ->
                session.each("SELECT details FROM map ORDER BY id", row -> sink.accept(parse(row.getString(1)))));
    }

    /** The map whose results lie in a folder. */
    public Optional<KnownMap> in(Path folder) {
        return database.read(session -> session.one(
                "SELECT details FROM map WHERE found_path = ?", row -> parse(row.getString(1)), folder.toString()));
    }

    /** Number of maps whose results were found. */
    public long foundMaps() {
        return database.read(
                session -> session.one("SELECT COUNT(*) FROM map WHERE found_path IS NOT NULL", row -> row.getLong(1))
                        .orElse(0L));
    }

    /**
     * Number of maps whose results were found in a results folder.
     *
     * @param results null: in any
     */
    public long foundMaps(@Nullable Path results) {
        return results == null
                ? foundMaps()
                : database.read(session -> session.one(
                                "SELECT COUNT(*) FROM map WHERE " + Below.condition("found_path"),
                                row -> row.getLong(1),
                                Below.values(results))
                        .orElse(0L));
    }

    /**
     * Passes on the maps whose results were found in a results folder.
     *
     * @param results null: in any
     */
    public void forEachFound(@Nullable Path results, Consumer<KnownMap> sink) {
        String condition = results == null ? "found_path IS NOT NULL" : Below.condition("found_path");
        database.stream(session -> session.each(
                "SELECT details FROM map WHERE " + condition + " ORDER BY found_path",
                row -> sink.accept(parse(row.getString(1))),
                results == null ? new Object[0] : Below.values(results)));
    }

    /** Whether the catalog lies in a results folder, so that nobody else's maps are in it. */
    public boolean isIn(Path results) {
        Path file = database.url().file();
        return file != null && file.startsWith(results);
    }

    /** The maps whose results have been missed since that time or longer. */
    public List<KnownMap> missedSince(long millis) {
        return database.read(session -> session.list(
                "SELECT details FROM map WHERE missed_since <= ?", row -> parse(row.getString(1)), millis));
    }

    /** The maps that wait to be tiled. */
    public List<KnownMap> waiting() {
        return database.read(
                session -> session.list("SELECT details FROM map WHERE waiting = 1", row -> parse(row.getString(1))));
    }

    /** The maps that are being made. */
    public List<KnownMap> mapping() {
        return database.read(session -> session.list(
                "SELECT details FROM map WHERE state = 'mapping' AND shown = 1", row -> parse(row.getString(1))));
    }

    /** The tiled map that was seen last. */
    public Optional<SlideMap> latestTiled() {
        return database.read(session -> session.one(
                        "SELECT details FROM map WHERE shown = 1 AND model_name IS NOT NULL"
                                + " ORDER BY seen_at DESC, id DESC LIMIT 1",
                        row -> parse(row.getString(1))))
                .flatMap(KnownMap::standing);
    }

    private Names kept() {
        return database.url().isPostgresql() ? Names.BY_DATABASE : Names.AS_THEY_COME;
    }

    /** Empties the index, has it filled, and only then puts it in order. Nobody else may use the catalog. */
    public void refill(Runnable filling) {
        clear();
        database.dropOrders();
        names = Names.BY_DATABASE;
        try {
            filling.run();
        } finally {
            names = kept();
            database.makeOrders();
        }
        optimise();
    }

    /** Empties the index, and forgets how far topics were read. What people added stays. */
    public void clear() {
        database.change(session -> {
            if (!database.url().isPostgresql()) {
                session.run("INSERT INTO map_name (map_name) VALUES ('delete-all')");
            }
            int unused = session.update("DELETE FROM map");
            unused = session.update("DELETE FROM topic_position");
            unused = session.update("DELETE FROM slide_state");
            FoundSummaries.clear(session);
            unused = session.update("DELETE FROM model");
        });
        models.clear();
        hashes.clear();
        version.incrementAndGet();
    }

    /** Lets the database look at its figures, so that it chooses its ways well. */
    public void optimise() {
        database.optimise();
    }

    private boolean apply(Session session, Change change) throws SQLException {
        String location = change.location();
        if (location == null) {
            location = session.one(
                            "SELECT location FROM map WHERE id = ?",
                            row -> row.getString(1),
                            change.map().hex())
                    .orElse("");
        }
        Map<MapId, KnownMap> ofSlide = new LinkedHashMap<>();
        at(session, location).forEach(map -> ofSlide.put(map.id(), map));
        SlideMap shownBefore = newest(ofSlide.values()).orElse(null);
        KnownMap before = ofSlide.get(change.map());
        KnownMap after = change.change().apply(before);
        if (after == null || (after.found() == null && before != null && before.found() != null)) {
            FoundSummaries.drop(session, change.map());
        }
        if (after == null || after.isForgotten()) {
            if (before == null) {
                return false;
            }
            ofSlide.remove(change.map());
            delete(session, change.map());
        } else if (after.equals(before)) {
            return false;
        } else {
            ofSlide.put(change.map(), after);
        }
        SlideMap shown = newest(ofSlide.values()).orElse(null);
        if (after != null && !after.isForgotten()) {
            put(
                    session,
                    after,
                    shown != null && shown.id().equals(after.id()) ? 1 : 0,
                    before == null ? Newness.FIRST : Newness.AGAIN);
        }
        if (shownBefore != null && (shown == null || !shown.id().equals(shownBefore.id()))) {
            show(session, shownBefore.id(), 0);
        }
        if (shown != null && (shownBefore == null || !shown.id().equals(shownBefore.id()))) {
            show(session, shown.id(), 1);
        }
        return true;
    }

    private static void show(Session session, MapId map, int shown) throws SQLException {
        int unused = session.update("UPDATE map SET shown = ? WHERE id = ?", shown, map.hex());
    }

    private void delete(Session session, MapId map) throws SQLException {
        int unused = 0;
        if (names == Names.AS_THEY_COME) {
            unused = session.update(
                    "INSERT INTO map_name (map_name, rowid, name_folded) SELECT 'delete', place, name_folded FROM map"
                            + " WHERE id = ?",
                    map.hex());
        }
        unused = session.update("DELETE FROM map WHERE id = ?", map.hex());
    }

    private void put(Session session, KnownMap known, int shown, Newness newness) throws SQLException {
        SlideMap map = known.standing().orElse(null);
        SlideMap.Shape shape = known.shape();
        String folded = known.slide().name().toLowerCase(Locale.ROOT);
        int unused = session.update(
                "INSERT INTO map (id, location, name, name_folded, model_name, shown, state, state_rank, seen_at,"
                        + " ended_at, tissue_mm2, tumour_mm2, tumour_share, unsure_share, progress, found_path,"
                        + " missed_since, waiting, details) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
                        + " ON CONFLICT (id) DO UPDATE SET model_name = excluded.model_name, shown ="
                        + " excluded.shown, state = excluded.state, state_rank = excluded.state_rank, seen_at ="
                        + " excluded.seen_at, ended_at = excluded.ended_at, tissue_mm2 = excluded.tissue_mm2,"
                        + " tumour_mm2 = excluded.tumour_mm2, tumour_share = excluded.tumour_share, unsure_share = excluded.unsure_share, progress ="
                        + " excluded.progress, found_path = excluded.found_path, missed_since ="
                        + " excluded.missed_since, waiting = excluded.waiting, details = excluded.details",
                known.id().hex(),
                known.slide().location(),
                known.slide().name(),
                folded,
                shape == null ? null : shape.model().name(),
                shown,
                map == null ? null : map.state().label(),
                map == null ? 0 : rank(map.state()),
                map == null ? 0 : map.seenAtMillis(),
                map == null || map.ending() == null ? null : map.ending().atMillis(),
                tissue(map),
                tumour(map),
                share(map),
                known.found() == null ? null : known.found().unsureShare(),
                progress(map),
                known.found() == null ? null : known.found().stamp().folder().toString(),
                known.missedSince().orElse(null),
                known.waiting() == null ? 0 : 1,
                KnownMapJson.of(known, shape == null ? null : hash(session, shape.model())));
        if (newness == Newness.FIRST && names == Names.AS_THEY_COME) {
            unused = session.update(
                    "INSERT INTO map_name (rowid, name_folded) SELECT place, name_folded FROM map WHERE id = ?",
                    known.id().hex());
        }
    }

    /** Whether this index keeps the letters of names up to date: SQLite's are told. */
    private enum Names {
        AS_THEY_COME,
        BY_DATABASE
    }

    /** Whether a map has a row already. */
    private enum Newness {
        FIRST,
        AGAIN
    }

    @SuppressWarnings("EnumOrdinal") // only sorted by, and written anew with each row
    private static int rank(MapState state) {
        return state.ordinal();
    }

    private static @Nullable Double tissue(@Nullable SlideMap map) {
        double tissue = map == null
                ? 0
                : map.areasMm2().stream().mapToDouble(Double::doubleValue).sum();
        return tissue > 0 ? tissue : null;
    }

    private @Nullable Double tumour(@Nullable SlideMap map) {
        double area = map == null ? Double.NaN : tumourMm2.applyAsDouble(map);
        return Double.isNaN(area) ? null : area;
    }

    private @Nullable Double share(@Nullable SlideMap map) {
        Double all = tissue(map);
        Double of = tumour(map);
        return all == null || of == null ? null : of / all;
    }

    private static @Nullable Double progress(@Nullable SlideMap map) {
        SlideMap.Tally tally = map == null ? null : map.ledger();
        return tally == null || tally.expected() == 0
                ? null
                : (tally.expected() - tally.left()) / (double) tally.expected();
    }

    private List<KnownMap> at(Session session, String location) throws SQLException {
        return session.list("SELECT details FROM map WHERE location = ?", row -> parse(row.getString(1)), location);
    }

    private static Optional<SlideMap> newest(Collection<KnownMap> ofSlide) {
        return ofSlide.stream().flatMap(map -> map.standing().stream()).reduce(KnownMap::newer);
    }

    KnownMap parse(String details) {
        return KnownMapJson.parse(details, this::model);
    }

    private Model model(String hash) {
        return models.computeIfAbsent(
                hash,
                key -> database.read(session -> session.one(
                                "SELECT description FROM model WHERE hash = ?",
                                row -> KnownMapJson.model(row.getString(1)),
                                key))
                        .orElseThrow(() -> new IllegalStateException(
                                "the catalog has no model " + key + "; run 'slidestream catalog rebuild'")));
    }

    private String hash(Session session, Model model) throws SQLException {
        String known = hashes.get(model);
        if (known != null) {
            return known;
        }
        String description = KnownMapJson.of(model);
        String hash = Sha256.hex(description, HASH_BYTES);
        int unused = session.update(
                "INSERT INTO model (hash, description) VALUES (?, ?) ON CONFLICT DO NOTHING", hash, description);
        hashes.put(model, hash);
        models.put(hash, model);
        return hash;
    }
}

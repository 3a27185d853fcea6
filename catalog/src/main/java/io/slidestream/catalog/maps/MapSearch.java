package io.slidestream.catalog.maps;

import io.slidestream.catalog.database.DatabaseUrl;
import io.slidestream.catalog.database.Session;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/*
 * The order of a page comes from an index, and so must the rows: a database that first finds all and then sorts takes seconds
 * for a million. A condition that few maps meet is asked of its own index, and those few are tested for the rest and sorted. Where
 * every condition is met by many, the maps are tested as they come in the order of the page, which is full soon. Which of both it
 * is, counts in the indexes alone tell, that end at a bound. The database does not choose: it does not know the values when it
 * plans, and a plus before a column keeps SQLite from another index.
 */
/** The SQL of questions for the list. */
final class MapSearch {
    /** More maps than that are not sorted: of a million, as many as are met before a page is full if no more are wanted. */
    static final int FEW = 3_000;

    /** Maps of a frequent condition that are looked at to say how many there are at least. */
    private static final int SAMPLE = 1_500;

    private static final int SHORTEST_INDEXED_WORD = 3;

    private final DatabaseUrl url;
    /** What every order's index tells of a map, so that one is passed over without a look at its row. */
    private final String key;

    /** A part of SQL and the values of its question marks. */
    private record Sql(String text, List<Object> values) {
        static Sql of(String text, Object... values) {
            return new Sql(text, List.of(values));
        }
    }

    /**
     * A condition.
     *
     * @param test of a row
     * @param finder of the places that meet it, by an index
     */
    private record Criterion(Sql test, Sql finder) {}

    /**
     * A condition that the fewest maps meet.
     *
     * @param many whether those are more than {@link #FEW}
     */
    record Rarest(Sql finder, Amount many) {}

    /** @param count one more than {@link #FEW} where there are more */
    private record Found(long count, Sql finder) {}

    /** How many maps there are. */
    enum Amount {
        FEW,
        MANY
    }

    MapSearch(DatabaseUrl url) {
        this.url = url;
        this.key = url.isPostgresql() ? "id" : "place";
    }

    /** Empty for a filter that has no condition. */
    @Nullable
    Rarest rarest(Session session, MapQuery.Filter filter) throws SQLException {
        Found best = null;
        for (Criterion criterion : criteria(filter, null)) {
            Found found = found(session, criterion.finder());
            if (best == null || found.count() < best.count()) {
                best = found;
            }
        }
        return best == null ? null : new Rarest(best.finder(), best.count() > FEW ? Amount.MANY : Amount.FEW);
    }

    /** What a finder found: in PostgreSQL, whose index of letters costs many reads, the places are kept rather than sought again. */
    private Found found(Session session, Sql finder) throws SQLException {
        String few = " FROM (" + finder.text() + " LIMIT " + (FEW + 1) + ") AS few";
        Object[] values = finder.values().toArray();
        if (!url.isPostgresql()) {
            return new Found(
                    session.one("SELECT COUNT(*)" + few, row -> row.getLong(1), values)
                            .orElse(0L),
                    finder);
        }
        return session.one(
                        "SELECT COUNT(*), COALESCE(array_agg(place), '{}')" + few,
                        row -> {
                            long count = row.getLong(1);
                            Sql places = Sql.of("SELECT place FROM unnest(?) AS found (place)", row.getArray(2));
                            return new Found(count, count > FEW ? finder : places);
                        },
                        values)
                .orElseThrow();
    }

    /** How many shown maps there are in each state; an index tells. */
    Map<MapState, Long> states(Session session) throws SQLException {
        return states(session, Sql.of("SELECT state, COUNT(*) FROM map WHERE shown = 1 GROUP BY state"));
    }

    /** How many of them there are in each state: of few all, of many those among the first that were found. */
    Map<MapState, Long> states(Session session, MapQuery.Filter filter, Rarest rarest) throws SQLException {
        String bound = rarest.many() == Amount.MANY ? " LIMIT " + SAMPLE : "";
        Sql tests = tests(filter, null);
        return states(
                session,
                new Sql(
                        "WITH few AS MATERIALIZED (" + rarest.finder().text() + bound
                                + ") SELECT state, COUNT(*) FROM few CROSS JOIN map WHERE map.place = few.place AND "
                                + tests.text() + " GROUP BY state",
                        join(rarest.finder(), tests)));
    }

    private static Map<MapState, Long> states(Session session, Sql sql) throws SQLException {
        Map<MapState, Long> states = new EnumMap<>(MapState.class);
        session.each(
                sql.text(),
                row -> states.put(MapState.valueOf(row.getString(1).toUpperCase(Locale.ROOT)), row.getLong(2)),
                sql.values().toArray());
        return states;
    }

    /** @param rarest null where there is no condition */
    void page(Session session, MapQuery query, @Nullable Rarest rarest, Session.RowSink sink) throws SQLException {
        MapQuery.Key by = query.filter().hasNumbers() ? query.key() : MapQuery.Key.TIME;
        String order = " ORDER BY " + by.order(query.direction());
        boolean inOrder = by == MapQuery.Key.TIME && query.filter().isOfStateAlone(); // of an index of both
        boolean few = rarest != null && rarest.many() == Amount.FEW && !inOrder;
        Sql tests = tests(query.filter(), few ? null : new Order(by, query.direction()));
        List<Object> values = new ArrayList<>();
        String rows;
        if (few && rarest != null) {
            rows = "few AS MATERIALIZED (" + rarest.finder().text()
                    + "), page AS MATERIALIZED (SELECT map." + key
                    + " AS found FROM few CROSS JOIN map WHERE map.place ="
                    + " few.place AND " + tests.text() + order + " LIMIT ? OFFSET ?)";
            values.addAll(join(rarest.finder(), tests));
        } else {
            rows = "page AS MATERIALIZED (SELECT " + key + " AS found FROM map WHERE " + tests.text() + order
                    + " LIMIT ? OFFSET ?)";
            values.addAll(tests.values());
        }
        values.add(query.size());
        values.add((query.number() - 1L) * query.size());
        session.each(
                "WITH " + rows + " SELECT map.details FROM page CROSS JOIN map WHERE map." + key + " = page.found"
                        + order,
                sink,
                values.toArray());
    }

    /** All of them, in the order of their names. */
    void all(Session session, MapQuery.Filter filter, Session.RowSink sink) throws SQLException {
        Rarest rarest = rarest(session, filter);
        Sql tests = tests(filter, rarest == null ? null : new Order(MapQuery.Key.NAME, MapQuery.Direction.ASCENDING));
        if (rarest == null || rarest.many() == Amount.MANY) {
            session.each(
                    "SELECT details FROM map WHERE " + tests.text() + " ORDER BY name_folded, id",
                    sink,
                    tests.values().toArray());
        } else {
            session.each(
                    "WITH few AS MATERIALIZED (" + rarest.finder().text()
                            + ") SELECT details FROM few CROSS JOIN map WHERE map.place = few.place AND " + tests.text()
                            + " ORDER BY name_folded, id",
                    sink,
                    join(rarest.finder(), tests).toArray());
        }
    }

    /** The order in which maps come that are tested; an index that leads to its beginning may be used. */
    private record Order(MapQuery.Key key, MapQuery.Direction direction) {
        boolean isBy(MapQuery.Key other) {
            return key == other;
        }
    }

    private Sql tests(MapQuery.Filter filter, @Nullable Order order) {
        List<Sql> tests = new ArrayList<>(List.of(Sql.of("shown = 1")));
        criteria(filter, order).forEach(criterion -> tests.add(criterion.test()));
        return and(tests);
    }

    private List<Criterion> criteria(MapQuery.Filter filter, @Nullable Order order) {
        List<Criterion> criteria = new ArrayList<>();
        if (!filter.words().isEmpty()) {
            criteria.add(words(filter.words(), order));
        }
        MapState state = filter.state();
        boolean byTime = order != null && order.isBy(MapQuery.Key.TIME);
        if (state != null) {
            String column = byTime ? "state" : column("state");
            criteria.add(new Criterion(Sql.of(column + " = ?", state.label()), places("state = ?", state.label())));
        }
        String model = filter.model();
        if (model != null) {
            String column = byTime && state == null ? "model_name" : column("model_name");
            criteria.add(new Criterion(Sql.of(column + " = ?", model), places("model_name = ?", model)));
        }
        String tag = filter.tag();
        if (tag != null) {
            String tagged = " IN (SELECT slide_location FROM tag WHERE tag = ?)";
            criteria.add(new Criterion(
                    Sql.of(column("location") + tagged, tag),
                    Sql.of(
                            "SELECT map.place FROM tag CROSS JOIN map WHERE tag.tag = ? AND map.location ="
                                    + " tag.slide_location",
                            tag)));
        }
        filter.ranges().forEach(range -> criteria.add(range(range, order)));
        return criteria;
    }

    /** A phrase of three letters or more is found by SQLite's index of letters, and a word of any length by PostgreSQL's. */
    private Criterion words(List<String> words, @Nullable Order order) {
        String tested = url.isPostgresql() && order == null ? "(name_folded || '')" : "name_folded"; // by no index
        List<String> indexed = words.stream()
                .filter(word -> word.codePointCount(0, word.length()) >= SHORTEST_INDEXED_WORD)
                .toList();
        Sql like = like("name_folded", words);
        if (url.isPostgresql() || indexed.isEmpty()) {
            return new Criterion(
                    like(tested, words), places(like.text(), like.values().toArray()));
        }
        String phrases = indexed.stream()
                .map(word -> '"' + word.replace("\"", "\"\"") + '"')
                .collect(Collectors.joining(" AND "));
        return new Criterion(
                like, Sql.of("SELECT rowid AS place FROM map_name WHERE map_name MATCH ?", "(" + phrases + ")"));
    }

    private static Sql like(String expression, List<String> words) {
        return and(words.stream()
                .map(word -> Sql.of(expression + " LIKE ? ESCAPE '!'", "%" + word.replaceAll("[%_!]", "!$0") + "%"))
                .toList());
    }

    private Criterion range(MapQuery.Range range, @Nullable Order order) {
        MapQuery.Key key = range.column().key();
        String known = range.column().sql() + " IS NOT NULL";
        String found = key.expression(MapQuery.Direction.DESCENDING);
        Sql finder = bounds(range, found);
        Sql test = order != null && order.isBy(key)
                ? bounds(range, key.expression(order.direction()))
                : bounds(range, column(range.column().sql()));
        // what has no number is -1 in one order and 1e300 in the other
        Sql tested = new Sql(test.text() + " AND " + column(known), test.values());
        Sql sought =
                range.from().isPresent() ? finder : new Sql(finder.text() + " AND " + found + " >= 0", finder.values());
        // in its order, or PostgreSQL, which takes a third of all maps to be in any range, reads the table
        return new Criterion(
                tested,
                places(
                        sought.text() + " ORDER BY " + found + " DESC",
                        sought.values().toArray()));
    }

    private static Sql bounds(MapQuery.Range range, String expression) {
        List<Sql> bounds = new ArrayList<>();
        range.from().ifPresent(from -> bounds.add(Sql.of(expression + " >= ?", from)));
        range.to().ifPresent(to -> bounds.add(Sql.of(expression + " <= ?", to)));
        return bounds.isEmpty() ? Sql.of("1 = 1") : and(bounds);
    }

    private static Sql places(String condition, Object... values) {
        return Sql.of("SELECT place FROM map WHERE shown = 1 AND " + condition, values);
    }

    /** A column that no index is to be used for. */
    private String column(String name) {
        return url.isPostgresql() ? name : "+" + name;
    }

    private static Sql and(List<Sql> parts) {
        return new Sql(
                parts.stream().map(Sql::text).collect(Collectors.joining(" AND ")),
                parts.stream().flatMap(part -> part.values().stream()).toList());
    }

    private static List<Object> join(Sql first, Sql second) {
        return Stream.concat(first.values().stream(), second.values().stream()).toList();
    }
}

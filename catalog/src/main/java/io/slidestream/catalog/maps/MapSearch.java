package io.slidestream.catalog.maps;

import io.slidestream.catalog.database.DatabaseUrl;
import io.slidestream.catalog.database.Session;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/*
 * The order of a page comes from an index, and so must the rows: a database that first finds all and then sorts takes seconds
 * for a million. A word that is rare is found by its letters, and the few rows are sorted; a word that is frequent is met every
 * few rows in the order of the page, so that the names are compared as they come. Which of both it is, the count tells, which is
 * made first and ends at a bound. So no question reads more than some ten thousand rows.
 */
/** The SQL of questions for the list. */
final class MapSearch {
    private static final int SHORTEST_INDEXED_WORD = 3;

    /** How words are sought. */
    enum Words {
        /** By the index of their letters, where there is one for their length: for those that are rare. */
        BY_INDEX,
        /** As the names come in the order of the page: for those that many maps have. */
        AS_NAMES_COME
    }

    private final DatabaseUrl url;

    /** A condition and the values of its question marks. */
    private record Condition(String sql, List<Object> values) {}

    MapSearch(DatabaseUrl url) {
        this.url = url;
    }

    /** How many maps there are in each state, up to the bound. */
    Map<MapState, Long> states(Session session, MapQuery.Filter filter) throws SQLException {
        Condition where = where(filter, Words.BY_INDEX);
        String rows = filter.isAll()
                ? "map WHERE " + where.sql()
                : "(SELECT state FROM map WHERE " + where.sql() + " LIMIT " + (MapPage.COUNTED + 1) + ") AS few";
        Map<MapState, Long> states = new EnumMap<>(MapState.class);
        session.each(
                "SELECT state, COUNT(*) FROM " + rows + " GROUP BY state",
                row -> states.put(MapState.valueOf(row.getString(1).toUpperCase(Locale.ROOT)), row.getLong(2)),
                where.values().toArray());
        return states;
    }

    void page(Session session, MapQuery query, Words words, Session.RowSink sink) throws SQLException {
        Condition where = where(query.filter(), words);
        List<Object> values = new ArrayList<>(where.values());
        values.add(query.size());
        values.add((query.number() - 1L) * query.size());
        session.each(
                "SELECT details FROM map WHERE " + where.sql() + " ORDER BY "
                        + query.key().order(query.direction()) + " LIMIT ? OFFSET ?",
                sink,
                values.toArray());
    }

    /** All of them, in the order of their names. */
    void all(Session session, MapQuery.Filter filter, Session.RowSink sink) throws SQLException {
        Condition where = where(filter, Words.BY_INDEX);
        session.each(
                "SELECT details FROM map WHERE " + where.sql() + " ORDER BY name_folded, id",
                sink,
                where.values().toArray());
    }

    private Condition where(MapQuery.Filter filter, Words sought) {
        List<String> conditions = new ArrayList<>(List.of("shown = 1"));
        List<Object> values = new ArrayList<>();
        List<String> phrases = new ArrayList<>();
        for (String word : filter.words()) {
            if (sought == Words.BY_INDEX && !url.isPostgresql() && word.length() >= SHORTEST_INDEXED_WORD) {
                phrases.add('"' + word.replace("\"", "\"\"") + '"');
            } else {
                conditions.add("name_folded LIKE ? ESCAPE '!'");
                values.add("%" + word.replaceAll("[%_!]", "!$0") + "%");
            }
        }
        if (!phrases.isEmpty()) {
            conditions.add("id IN (SELECT map_id FROM map_name WHERE map_name MATCH ?)");
            values.add("name_folded : (" + String.join(" AND ", phrases) + ")");
        }
        add(
                conditions,
                values,
                "state = ?",
                filter.state() == null ? null : filter.state().label());
        add(conditions, values, "model_name = ?", filter.model());
        add(conditions, values, "location IN (SELECT slide_location FROM tag WHERE tag = ?)", filter.tag());
        for (MapQuery.Range range : filter.ranges()) {
            range.from()
                    .ifPresent(from -> add(conditions, values, range.column().sql() + " >= ?", from));
            range.to().ifPresent(to -> add(conditions, values, range.column().sql() + " <= ?", to));
        }
        return new Condition(String.join(" AND ", conditions), values);
    }

    private static void add(List<String> conditions, List<Object> values, String condition, @Nullable Object value) {
        if (value != null) {
            conditions.add(condition);
            values.add(value);
        }
    }
}

package io.slidestream.catalog.maps;

import io.slidestream.catalog.database.Database;
import io.slidestream.catalog.database.Session;
import io.slidestream.contracts.MapId;
import java.nio.file.Path;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/*
 * A report has a line for each summary in a folder, whatever the list makes of it: a copy of a map's folder is a line of its own.
 * So they have rows of their own, which go with the map that they are of.
 */
/** The summaries in results folders, and what else is there, as the last look found it. Safe for concurrent use. */
public final class FoundSummaries {
    private final Database database;

    /**
     * A summary as a report needs it.
     *
     * @param map id of its map; empty if it has none as maps have
     * @param figures JSON, for those who wrote it
     */
    public record Row(KnownMap.Stamp stamp, String map, String figures) {}

    FoundSummaries(Database database) {
        this.database = database;
    }

    /** The one in a folder, as it was when it was read. */
    public Optional<Row> in(Path folder) {
        return database.read(session -> session.one(
                "SELECT folder, millis, size, map_id, figures FROM summary WHERE folder = ?",
                FoundSummaries::row,
                folder.toString()));
    }

    /** Remembers summaries of no map that the list could have. */
    public void put(List<Row> rows) {
        database.change(session -> {
            for (Row row : rows) {
                put(session, row);
            }
        });
    }

    /** Forgets those in folders that are gone. */
    public void drop(List<Path> folders) {
        database.change(session -> {
            for (Path folder : folders) {
                int unused = session.update("DELETE FROM summary WHERE folder = ?", folder.toString());
            }
        });
    }

    /** The summaries of a map, of which there is more than one where somebody has copied its folder. */
    public List<Row> of(MapId map) {
        return database.read(session -> session.list(
                "SELECT folder, millis, size, map_id, figures FROM summary WHERE map_id = ?",
                FoundSummaries::row,
                map.hex()));
    }

    public boolean areMoreThan(int number) {
        return database.read(session -> session.one("SELECT 1 FROM summary LIMIT 1 OFFSET " + number, row -> true)
                .isPresent());
    }

    /** How many lie in a folder, and in those below. */
    public long count(Path root) {
        return database.read(session -> session.one(
                        "SELECT COUNT(*) FROM summary WHERE " + Below.condition("folder"),
                        row -> row.getLong(1),
                        Below.values(root))
                .orElse(0L));
    }

    /** Passes on those in a folder and in those below, in the order of their folders; memory holds a few hundred. */
    public void each(Path root, Consumer<Row> sink) {
        database.stream(session -> session.each(
                "SELECT folder, millis, size, map_id, figures FROM summary WHERE " + Below.condition("folder")
                        + " ORDER BY folder",
                row -> sink.accept(row(row)),
                Below.values(root)));
    }

    /** Remembers what a look through a folder found besides maps. */
    public void note(Path root, List<String> notes) {
        database.change(session -> {
            int unused = session.update("DELETE FROM folder_note WHERE root = ?", root.toString());
            for (int i = 0; i < notes.size(); i++) {
                unused = session.update(
                        "INSERT INTO folder_note (root, number, note) VALUES (?, ?, ?)",
                        root.toString(),
                        i,
                        notes.get(i));
            }
        });
    }

    /** Forgets what looks found besides maps, until the next one. */
    public void forgetNotes() {
        database.change(session -> {
            int unused = session.update("DELETE FROM folder_note");
        });
    }

    public List<String> notes(Path root) {
        return database.read(session -> session.list(
                "SELECT note FROM folder_note WHERE root = ? ORDER BY number",
                row -> row.getString(1),
                root.toString()));
    }

    /** Vouches until then that everything in a folder is here, or soon will be. */
    public void watch(Path root, long untilMillis) {
        database.change(session -> {
            int unused = session.update(
                    "INSERT INTO folder_watch (root, lasts) VALUES (?, ?) ON CONFLICT (root) DO UPDATE SET lasts ="
                            + " excluded.lasts",
                    root.toString(),
                    untilMillis);
        });
    }

    /** Vouches no longer. */
    public void unwatch(Path root) {
        database.change(session -> {
            int unused = session.update("DELETE FROM folder_watch WHERE root = ?", root.toString());
        });
    }

    public boolean isWatched(Path root, long nowMillis) {
        return database.read(session -> session.one(
                        "SELECT 1 FROM folder_watch WHERE root = ? AND lasts >= ?",
                        row -> true,
                        root.toString(),
                        nowMillis))
                .isPresent();
    }

    static void put(Session session, Row row) throws SQLException {
        int unused = session.update(
                "INSERT INTO summary (folder, map_id, millis, size, figures) VALUES (?, ?, ?, ?, ?) ON CONFLICT (folder) DO"
                        + " UPDATE SET map_id = excluded.map_id, millis = excluded.millis, size = excluded.size, figures ="
                        + " excluded.figures",
                row.stamp().folder().toString(),
                row.map(),
                row.stamp().millis(),
                row.stamp().size(),
                row.figures());
    }

    /** Removes those of a map whose results are gone; a copy that is still there is read anew by the next look. */
    static void drop(Session session, MapId map) throws SQLException {
        int unused = session.update("DELETE FROM summary WHERE map_id = ?", map.hex());
    }

    static void clear(Session session) throws SQLException {
        int unused = session.update("DELETE FROM summary");
        unused = session.update("DELETE FROM folder_note");
    }

    private static Row row(ResultSet row) throws SQLException {
        return new Row(
                new KnownMap.Stamp(Path.of(row.getString(1)), row.getLong(2), row.getLong(3)),
                row.getString(4),
                row.getString(5));
    }
}

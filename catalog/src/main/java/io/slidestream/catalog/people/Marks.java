package io.slidestream.catalog.people;

import io.slidestream.catalog.database.Database;
import io.slidestream.contracts.MapId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;

/** The marks of all people on all maps. */
public final class Marks {
    private static final String COLUMNS = "map_id, slide_location, slide_name, kind, author, made_at";

    private final Database database;

    public Marks(Database database) {
        this.database = database;
    }

    /** Sets it. One that is set already keeps its first time. */
    public void set(Mark mark) {
        database.change(session -> {
            int unused = session.update(
                    "INSERT INTO mark (" + COLUMNS + ") VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING",
                    mark.map().hex(),
                    mark.slideLocation(),
                    mark.slideName(),
                    mark.kind().label(),
                    mark.author(),
                    mark.at().toEpochMilli());
        });
    }

    public List<Mark> of(MapId map) {
        return database.read(session -> session.list(
                "SELECT " + COLUMNS + " FROM mark WHERE map_id = ? ORDER BY made_at, author, kind",
                Marks::of,
                map.hex()));
    }

    /** Passes on those of one person, the oldest first. */
    public void forEachOf(String author, Consumer<Mark> sink) {
        database.stream(session -> session.each(
                "SELECT " + COLUMNS + " FROM mark WHERE author = ? ORDER BY kind, made_at, map_id",
                row -> sink.accept(of(row)),
                author));
    }

    /** Removes all of a slide that is to be forgotten. Gives their number. */
    public int forget(String slideLocation) {
        return database.write(session -> session.update("DELETE FROM mark WHERE slide_location = ?", slideLocation));
    }

    /** Whether it was set. */
    public boolean clear(MapId map, Mark.Kind kind, String author) {
        return database.write(session -> session.update(
                        "DELETE FROM mark WHERE map_id = ? AND kind = ? AND author = ?",
                        map.hex(),
                        kind.label(),
                        author))
                > 0;
    }

    private static Mark of(ResultSet row) throws SQLException {
        return new Mark(
                new MapId(row.getString("map_id")),
                row.getString("slide_location"),
                row.getString("slide_name"),
                Mark.Kind.of(row.getString("kind")),
                row.getString("author"),
                Instant.ofEpochMilli(row.getLong("made_at")));
    }
}

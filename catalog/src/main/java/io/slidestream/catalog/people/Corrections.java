package io.slidestream.catalog.people;

import io.slidestream.catalog.database.Database;
import io.slidestream.contracts.MapId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;

/** The corrections of all slides. Each stands for itself, so that two people never write over one another's. */
public final class Corrections {
    private static final String COLUMNS =
            "id, map_id, slide_location, slide_name, geometry, label, comment, author, made_at";

    private final Database database;

    public Corrections(Database database) {
        this.database = database;
    }

    /** Keeps it; one of the same id is replaced. */
    public void put(Correction correction) {
        database.change(session -> {
            int unused = session.update(
                    "INSERT INTO correction (" + COLUMNS + ") VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)"
                            + " ON CONFLICT (id) DO UPDATE SET geometry = excluded.geometry, label = excluded.label,"
                            + " comment = excluded.comment, author = excluded.author, made_at = excluded.made_at",
                    correction.id().toString(),
                    correction.map().hex(),
                    correction.slideLocation(),
                    correction.slideName(),
                    correction.region().json().toString(),
                    correction.label(),
                    correction.comment(),
                    correction.author(),
                    correction.at().toEpochMilli());
        });
    }

    public Optional<Correction> find(UUID id) {
        return database.read(session ->
                session.one("SELECT " + COLUMNS + " FROM correction WHERE id = ?", Corrections::of, id.toString()));
    }

    /** Those of a slide, whichever of its maps was looked at; the oldest first. */
    public List<Correction> ofSlide(String location) {
        return database.read(session -> session.list(
                "SELECT " + COLUMNS + " FROM correction WHERE slide_location = ? ORDER BY made_at, id",
                Corrections::of,
                location));
    }

    /** Passes on those of all slides, slide after slide; memory holds a few hundred. */
    public void forEach(Consumer<Correction> sink) {
        database.stream(session -> session.each(
                "SELECT " + COLUMNS + " FROM correction ORDER BY slide_location, made_at, id",
                row -> sink.accept(of(row))));
    }

    /** Removes all of a slide that is to be forgotten. Gives their number. */
    public int forget(String slideLocation) {
        return database.write(
                session -> session.update("DELETE FROM correction WHERE slide_location = ?", slideLocation));
    }

    /** Whether there was one of that id. */
    public boolean delete(UUID id) {
        return database.write(session -> session.update("DELETE FROM correction WHERE id = ?", id.toString())) > 0;
    }

    private static Correction of(ResultSet row) throws SQLException {
        return new Correction(
                UUID.fromString(row.getString("id")),
                new MapId(row.getString("map_id")),
                row.getString("slide_location"),
                row.getString("slide_name"),
                Region.parse(row.getString("geometry")),
                row.getString("label"),
                row.getString("comment"),
                row.getString("author"),
                Instant.ofEpochMilli(row.getLong("made_at")));
    }
}

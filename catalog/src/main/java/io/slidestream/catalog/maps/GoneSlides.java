package io.slidestream.catalog.maps;

import io.slidestream.catalog.database.Database;
import io.slidestream.catalog.database.Session;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** The slides that are no longer where they were, and since when that has been known. */
public final class GoneSlides {
    private final Database database;

    public GoneSlides(Database database) {
        this.database = database;
    }

    /** Since when a slide has been gone: since now, if that is news. */
    public Instant notice(String slideLocation, Instant now) {
        return database.write(session -> {
            int unused = session.update(
                    "INSERT INTO gone_slide (location, since) VALUES (?, ?) ON CONFLICT DO NOTHING",
                    slideLocation,
                    now.toEpochMilli());
            return since(slideLocation, session).orElse(now);
        });
    }

    /** Since when a slide has been gone, as far as anybody looked. */
    public Optional<Instant> since(String slideLocation) {
        return database.read(session -> since(slideLocation, session));
    }

    /** Every slide that is gone. */
    public List<String> all() {
        return database.read(
                session -> session.list("SELECT location FROM gone_slide ORDER BY location", row -> row.getString(1)));
    }

    /** It is there again, or forgotten. */
    public void clear(String slideLocation) {
        database.change(session -> {
            int unused = session.update("DELETE FROM gone_slide WHERE location = ?", slideLocation);
        });
    }

    private static Optional<Instant> since(String slideLocation, Session session) throws SQLException {
        return session.one(
                "SELECT since FROM gone_slide WHERE location = ?",
                row -> Instant.ofEpochMilli(row.getLong(1)),
                slideLocation);
    }
}

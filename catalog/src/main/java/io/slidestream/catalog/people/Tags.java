package io.slidestream.catalog.people;

import io.slidestream.catalog.database.Database;
import java.time.Instant;
import java.util.List;

/** The tags on slides: words that people sort slides by, and rules name. */
public final class Tags {
    private final Database database;

    public Tags(Database database) {
        this.database = database;
    }

    /** Sets a tag, which is one line; gives it as it was kept. */
    public String set(String slideLocation, String slideName, String tag, String author, Instant at) {
        String line = Texts.line("the tag", tag, Texts.NAME);
        String who = Texts.line("who", author, Texts.NAME);
        database.change(session -> {
            int unused = session.update(
                    "INSERT INTO tag (slide_location, slide_name, tag, author, made_at) VALUES (?, ?, ?, ?, ?)"
                            + " ON CONFLICT DO NOTHING",
                    slideLocation,
                    slideName,
                    line,
                    who,
                    at.toEpochMilli());
        });
        return line;
    }

    /** Those of a slide, in the order of the alphabet. */
    public List<String> of(String slideLocation) {
        return database.read(session -> session.list(
                "SELECT tag FROM tag WHERE slide_location = ? ORDER BY tag", row -> row.getString(1), slideLocation));
    }

    /** Every tag there is, in the order of the alphabet. */
    public List<String> all() {
        return database.read(
                session -> session.list("SELECT DISTINCT tag FROM tag ORDER BY tag", row -> row.getString(1)));
    }

    /** Removes all of a slide that is to be forgotten. Gives their number. */
    public int forget(String slideLocation) {
        return database.write(session -> session.update("DELETE FROM tag WHERE slide_location = ?", slideLocation));
    }

    /** Whether it was set. */
    public boolean clear(String slideLocation, String tag) {
        return database.write(session ->
                        session.update("DELETE FROM tag WHERE slide_location = ? AND tag = ?", slideLocation, tag))
                > 0;
    }
}

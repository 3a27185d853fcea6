package io.slidestream.catalog.maps;

import io.slidestream.catalog.database.Database;
import io.slidestream.catalog.database.Session;
import io.slidestream.contracts.BucketListed;
import io.slidestream.contracts.MalformedMessageException;
import io.slidestream.contracts.MapUpdated;
import io.slidestream.contracts.SlideStateChanged;
import io.slidestream.contracts.SlideStateEvent;
import io.slidestream.contracts.Topic;
import java.sql.SQLException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** How far each slide has come, as topic {@code slide-states} tells it. Safe for concurrent use. */
public final class SlideBoard {
    private final Database database;
    private final MapIndex maps;
    private final Clock clock;

    /**
     * The latest record of a key.
     *
     * @param event null where there is none any more
     */
    public record Told(String key, @Nullable SlideStateEvent event) {}

    /**
     * What is asked for.
     *
     * @param locationPrefix beginning of the locations; empty: of all
     * @param states none: every state
     */
    public record Filter(String locationPrefix, Set<SlideStateChanged.State> states) {
        public Filter {
            states = Set.copyOf(states);
        }

        public boolean takes(SlideStateChanged slide) {
            return slide.location().startsWith(locationPrefix) && (states.isEmpty() || states.contains(slide.state()));
        }
    }

    /** Takes one slide after the other. */
    public interface Sink {
        /** @param ledger the last of its map; null where there is none */
        void take(String key, SlideStateChanged slide, @Nullable MapUpdated ledger);
    }

    SlideBoard(Database database, MapIndex maps, Clock clock) {
        this.database = database;
        this.maps = maps;
        this.clock = clock;
    }

    /** Takes what was told, in its order, and remembers how far the topic was read: all or nothing. */
    public void apply(List<Told> told, Collection<MapIndex.Position> positions) {
        database.change(session -> {
            for (Told one : told) {
                put(session, one);
            }
            TopicPositions.put(session, positions, clock.millis());
        });
    }

    /** Forgets everything, before the topic is read from its start. */
    public void clear() {
        database.change(session -> {
            int unused = session.update("DELETE FROM slide_state");
        });
    }

    /** Whether there was anything. */
    public boolean forget(String slideLocation) {
        return database.write(session ->
                        session.update("DELETE FROM slide_state WHERE slide_key = ?", Topic.locationKey(slideLocation)))
                > 0;
    }

    /** Every bucket whose location begins so, in the order of their locations. */
    public List<BucketListed> buckets(String locationPrefix) {
        List<BucketListed> buckets = new ArrayList<>();
        each(new Filter(locationPrefix, Set.of()), "state IS NULL", List.of(), row -> {
            if (decoded(row.getBytes(2)) instanceof BucketListed bucket) {
                buckets.add(bucket);
            }
        });
        return buckets;
    }

    /** Passes on the slides one by one, in the order of their keys; memory holds a few hundred. */
    public void each(Filter filter, Sink sink) {
        List<String> states =
                filter.states().stream().map(SlideStateChanged.State::label).toList();
        String wanted = states.isEmpty()
                ? "state IS NOT NULL"
                : "state IN (" + String.join(", ", Collections.nCopies(states.size(), "?")) + ")";
        each(filter, wanted, states, row -> {
            if (decoded(row.getBytes(2)) instanceof SlideStateChanged slide) {
                String known = row.getString(3);
                sink.take(
                        row.getString(1),
                        slide,
                        known == null ? null : maps.parse(known).ledger().orElse(null));
            }
        });
    }

    private void each(Filter filter, String condition, List<String> states, Session.RowSink sink) {
        String prefix = Topic.locationKey(filter.locationPrefix());
        List<Object> values = new ArrayList<>(List.of(prefix, prefix.length(), prefix));
        values.addAll(states);
        database.stream(session -> session.each(
                "SELECT s.slide_key, s.word, m.details FROM slide_state s LEFT JOIN map m ON m.id = s.map_id"
                        + " WHERE s.slide_key >= ? AND substr(s.slide_key, 1, ?) = ? AND s." + condition
                        + " ORDER BY s.slide_key",
                sink,
                values.toArray()));
    }

    private static void put(Session session, Told told) throws SQLException {
        SlideStateEvent event = told.event();
        int unused = event == null
                ? session.update("DELETE FROM slide_state WHERE slide_key = ?", told.key())
                : session.update(
                        "INSERT INTO slide_state (slide_key, state, map_id, word) VALUES (?, ?, ?, ?) ON CONFLICT (slide_key)"
                                + " DO UPDATE SET state = excluded.state, map_id = excluded.map_id, word = excluded.word",
                        told.key(),
                        event instanceof SlideStateChanged slide ? slide.state().label() : null,
                        event instanceof SlideStateChanged slide && slide.mapId() != null
                                ? slide.mapId().hex()
                                : null,
                        Topic.SLIDE_STATES.codec().encode(event));
    }

    private static SlideStateEvent decoded(byte @Nullable [] word) {
        try {
            return Topic.SLIDE_STATES.codec().decode(word == null ? new byte[0] : word);
        } catch (MalformedMessageException e) {
            throw new IllegalStateException("a row of the catalog is no state; run 'slidestream catalog rebuild'", e);
        }
    }
}

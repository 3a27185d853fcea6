package io.slidestream.catalog.maps;

import io.slidestream.catalog.database.Database;
import io.slidestream.catalog.database.Session;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Collection;
import java.util.List;

/*
 * A topic that is compacted forgets a tombstone a day after it came. Who goes on from where he was long ago may miss it, and
 * would know for ever what everybody else has forgotten.
 */
/** The places up to which topics were read, by cluster. Those of long ago are none: what was forgotten since is not known. */
final class TopicPositions {
    /** Less than the day for which tombstones are kept. */
    private static final Duration TRUSTED = Duration.ofHours(12);

    private final Database database;

    TopicPositions(Database database) {
        this.database = database;
    }

    /** Remembers places with what was read up to them, which is written in the same session. */
    static void put(Session session, Collection<MapIndex.Position> positions, long nowMillis) throws SQLException {
        for (MapIndex.Position position : positions) {
            int unused = session.update(
                    "INSERT INTO topic_position (cluster, topic, topic_part, next_record, told_at) VALUES (?, ?, ?, ?, ?)"
                            + " ON CONFLICT (cluster, topic, topic_part) DO UPDATE SET next_record ="
                            + " excluded.next_record, told_at = excluded.told_at",
                    position.cluster(),
                    position.topic(),
                    position.partition(),
                    position.next(),
                    nowMillis);
        }
    }

    List<MapIndex.Position> of(String cluster, long nowMillis) {
        return database.read(session -> session.list(
                "SELECT topic, topic_part, next_record FROM topic_position WHERE cluster = ? AND told_at BETWEEN ? AND ?"
                        + " ORDER BY topic, topic_part",
                row -> new MapIndex.Position(cluster, row.getString(1), row.getInt(2), row.getLong(3)),
                cluster,
                nowMillis - TRUSTED.toMillis(),
                nowMillis + TRUSTED.toMillis()));
    }

    /** Remembers that the topics of a cluster are followed still. */
    void confirm(String cluster, long nowMillis) {
        database.change(session -> {
            int unused = session.update(
                    "UPDATE topic_position SET told_at = ? WHERE cluster = ? AND told_at BETWEEN ? AND ?",
                    nowMillis,
                    cluster,
                    nowMillis - TRUSTED.toMillis(),
                    nowMillis + TRUSTED.toMillis());
        });
    }
}

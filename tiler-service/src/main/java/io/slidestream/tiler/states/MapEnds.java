package io.slidestream.tiler.states;

import io.slidestream.contracts.MapId;
import io.slidestream.contracts.MapUpdated;
import io.slidestream.contracts.RejectionReason;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Outcomes of maps, read from topic {@code tumor-maps}. Safe for concurrent use. */
final class MapEnds {
    static final String TABLE = "map_end";

    private final StateFile file;

    MapEnds(StateFile file) {
        this.file = file;
    }

    /** @param reason why it was rejected; null when it was mapped */
    record MapEnd(
            int attempt,
            @Nullable RejectionReason reason,
            @Nullable String message) {}

    /** Records the update if it ends a map; returns whether it does. */
    boolean add(MapUpdated word) {
        if (word.state() == MapUpdated.State.OPEN) {
            return false;
        }
        RejectionReason reason = word.reason();
        file.update(
                "INSERT INTO map_end (map, attempt, reason, message) VALUES (?, ?, ?, ?) ON CONFLICT (map) DO UPDATE SET"
                        + " attempt = excluded.attempt, reason = excluded.reason, message = excluded.message WHERE"
                        + " excluded.attempt >= attempt",
                word.mapId().hex(),
                word.attempt(),
                reason == null ? null : reason.label(),
                word.message());
        return true;
    }

    /** Outcome of this attempt or a later one. */
    Optional<MapEnd> of(MapId map, int attempt) {
        return file.one(
                "SELECT attempt, reason, message FROM map_end WHERE map = ? AND attempt >= ?",
                row -> new MapEnd(row.getInt(1), KeptTopics.reason(row.getString(2)), row.getString(3)),
                map.hex(),
                attempt);
    }

    void forget(String mapIdHex) {
        file.update("DELETE FROM map_end WHERE map = ?", mapIdHex);
        file.scrub();
    }
}

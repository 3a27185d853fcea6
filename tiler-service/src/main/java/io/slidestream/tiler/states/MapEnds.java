package io.slidestream.tiler.states;

import io.slidestream.contracts.MapId;
import io.slidestream.contracts.MapUpdated;
import io.slidestream.contracts.RejectionReason;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Outcomes of maps, read from topic {@code tumor-maps}. Safe for concurrent use. */
final class MapEnds {
    /** Outcomes by the map id's hex form, which is the topic's key. */
    private final Map<String, MapEnd> ends = new ConcurrentHashMap<>();

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
        MapEnd end = new MapEnd(word.attempt(), word.reason(), word.message());
        ends.merge(word.mapId().hex(), end, (old, fresh) -> fresh.attempt() >= old.attempt() ? fresh : old);
        return true;
    }

    /** Outcome of this attempt or a later one. */
    Optional<MapEnd> of(MapId map, int attempt) {
        return Optional.ofNullable(ends.get(map.hex())).filter(end -> end.attempt() >= attempt);
    }

    void forget(String mapIdHex) {
        ends.remove(mapIdHex);
    }
}

package io.slidestream.tiler.states;

import io.slidestream.contracts.MapId;
import io.slidestream.contracts.MapUpdated;
import io.slidestream.contracts.RejectionReason;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** How maps ended, as topic {@code tumor-maps} says. Safe for concurrent use. */
final class MapEnds {
    /** By the map id's hex form, as the topic's keys are. */
    private final Map<String, MapEnd> ends = new ConcurrentHashMap<>();

    /** @param reason why it was rejected; null when it was mapped */
    record MapEnd(
            int attempt,
            @Nullable RejectionReason reason,
            @Nullable String message) {}

    /** Whether it is an end. */
    boolean add(MapUpdated word) {
        if (word.state() == MapUpdated.State.OPEN) {
            return false;
        }
        MapEnd end = new MapEnd(word.attempt(), word.reason(), word.message());
        ends.merge(word.mapId().hex(), end, (old, fresh) -> fresh.attempt() >= old.attempt() ? fresh : old);
        return true;
    }

    /** That of this attempt or a later one. */
    Optional<MapEnd> of(MapId map, int attempt) {
        return Optional.ofNullable(ends.get(map.hex())).filter(end -> end.attempt() >= attempt);
    }

    void forget(String mapIdHex) {
        ends.remove(mapIdHex);
    }
}

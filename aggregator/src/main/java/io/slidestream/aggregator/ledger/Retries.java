package io.slidestream.aggregator.ledger;

import io.slidestream.contracts.MapId;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** When to try each map again: after the first pause, then twice as long each time up to twelve times it. */
final class Retries {
    private static final int LONGEST = 12;

    private final long firstPauseMillis;
    private final Map<MapId, Due> dues = new LinkedHashMap<>();

    private record Due(long atMillis, long pauseMillis) {}

    Retries(Duration firstPause) {
        this.firstPauseMillis = firstPause.toMillis();
    }

    void failed(MapId map, long nowMillis) {
        Due last = dues.get(map);
        long pause = last == null ? firstPauseMillis : Math.min(last.pauseMillis * 2, firstPauseMillis * LONGEST);
        dues.put(map, new Due(nowMillis + pause, pause));
    }

    void now(MapId map) {
        dues.putIfAbsent(map, new Due(Long.MIN_VALUE, firstPauseMillis));
    }

    void done(MapId map) {
        dues.remove(map);
    }

    List<MapId> due(long nowMillis) {
        return dues.entrySet().stream()
                .filter(entry -> entry.getValue().atMillis <= nowMillis)
                .map(Map.Entry::getKey)
                .toList();
    }
}

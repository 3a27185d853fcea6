package io.slidestream.aggregator.ledger;

import io.slidestream.contracts.MapId;
import io.slidestream.contracts.time.Backoff;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Schedule of retries by map, with exponential back-off up to twelve times the first pause. */
final class Retries {
    private static final int LONGEST = 12;

    private final Backoff backoff;
    private final Map<MapId, Due> dues = new LinkedHashMap<>();

    private record Due(long atMillis, int failures) {}

    Retries(Duration firstPause) {
        this.backoff = new Backoff(firstPause, firstPause.multipliedBy(LONGEST));
    }

    void failed(MapId map, long nowMillis) {
        Due last = dues.get(map);
        int failures = last == null ? 1 : last.failures + 1;
        dues.put(map, new Due(nowMillis + backoff.pause(failures).toMillis(), failures));
    }

    void now(MapId map) {
        dues.putIfAbsent(map, new Due(Long.MIN_VALUE, 1));
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

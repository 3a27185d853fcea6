package io.slidestream.aggregator.ledger;

import io.slidestream.contracts.MapId;
import io.slidestream.contracts.SlideTiled;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The maps that are begun and not written, of all partitions here, for metrics. Safe for concurrent use. */
public final class OpenMaps {
    private final Map<MapId, Entry> maps = new ConcurrentHashMap<>();

    /** @param sinceMillis when the slide was submitted, or its first block came if that is all there is */
    private record Entry(long pendingTiles, long sinceMillis) {}

    /** Records the map's state from its ledger. */
    void put(MapId map, Ledger ledger, long nowMillis) {
        long pending = ledger.pendingTiles();
        maps.compute(
                map,
                (id, before) ->
                        new Entry(pending, submitted(ledger, before == null ? nowMillis : before.sinceMillis())));
    }

    void remove(MapId map) {
        maps.remove(map);
    }

    int count() {
        return maps.size();
    }

    public long pendingTiles() {
        return maps.values().stream().mapToLong(Entry::pendingTiles).sum();
    }

    /** Age of the oldest open map; 0 when none is open, or the submitter's clock is ahead. */
    public double oldestSeconds(long nowMillis) {
        return maps.values().stream()
                        .mapToLong(entry -> Math.max(0, nowMillis - entry.sinceMillis()))
                        .max()
                        .orElse(0)
                / 1e3;
    }

    private static long submitted(Ledger ledger, long unknown) {
        return ledger.event instanceof SlideTiled manifest ? manifest.seenAtMillis() : unknown;
    }
}

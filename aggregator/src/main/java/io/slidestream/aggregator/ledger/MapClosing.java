package io.slidestream.aggregator.ledger;

import io.slidestream.contracts.MapId;
import io.slidestream.contracts.MapUpdated;
import io.slidestream.contracts.SlideEvent;
import io.slidestream.servicekit.telemetry.Tracing;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes the results of maps that balance, however often it takes, and removes their scores afterwards. Of one thread.
 */
public final class MapClosing {
    /** Far longer than the commit interval, so that a removal is never committed before the message that allows it. */
    private static final long KEEP_SCORES_MILLIS = 60_000;

    private static final Logger log = LoggerFactory.getLogger(MapClosing.class);

    private final LedgerStore ledgers;
    private final BlockStore blocks;
    private final Writing writing;
    private final Troubles troubles;
    private final AggregatorMetrics metrics;
    private final Tracing tracing;
    private final Retries retries;
    private final Map<MapId, Long> writtenAt = new HashMap<>();

    public MapClosing(
            LedgerStore ledgers,
            BlockStore blocks,
            Writing writing,
            Troubles troubles,
            AggregatorMetrics metrics,
            Tracing tracing,
            Duration retryInterval) {
        this.ledgers = ledgers;
        this.blocks = blocks;
        this.writing = writing;
        this.troubles = troubles;
        this.metrics = metrics;
        this.tracing = tracing;
        this.retries = new Retries(retryInterval);
    }

    /**
     * Writes the results and marks the ledger, which the caller stores.
     *
     * @return false if it failed and will be tried again; the ledger is as it was
     */
    boolean write(MapId map, Ledger ledger, long nowMillis) {
        SlideEvent event = Objects.requireNonNull(ledger.event, "a balanced ledger has its event");
        long begun = System.nanoTime();
        ClassTally tally = ClassTally.of(event);
        try (Tracing.Stage stage = tracing.begin("write map");
                BlockStore.Blocks scores = blocks.blocks(map, ledger.attempt)) {
            stage.tell("map", map.hex());
            URI results = writing.write(event, tally.counting(scores));
            ledger.written(Words.written(event, ledger, results));
        } catch (IOException e) {
            return failed(map, nowMillis, e, null);
        } catch (RuntimeException | OutOfMemoryError | StackOverflowError e) {
            return failed(map, nowMillis, e, e); // one map that breaks our code must not stop all others
        }
        MapUpdated last = Words.last(ledger);
        Duration took = Duration.ofNanos(System.nanoTime() - begun);
        metrics.written(Words.state(last), took);
        if (last.state() == MapUpdated.State.MAPPED) {
            metrics.mapped(tally);
        }
        log.info(
                "map {} of {} is {}: {} scored, {} rejected tiles, written in {} ms to {}",
                map,
                last.slide().location(),
                Words.state(last),
                last.scoredTiles(),
                last.rejectedTiles(),
                took.toMillis(),
                last.results());
        troubles.clear(map);
        retries.done(map);
        written(map, nowMillis);
        return true;
    }

    void resume(MapId map) {
        retries.now(map);
    }

    void written(MapId map, long nowMillis) {
        writtenAt.put(map, nowMillis);
    }

    List<MapId> due(long nowMillis) {
        return retries.due(nowMillis);
    }

    void forget(MapId map) {
        retries.done(map);
        writtenAt.remove(map);
    }

    /** Removes scores no longer needed; closes the ledger when a later look finds none left. */
    void clearUp(long nowMillis) {
        Iterator<Map.Entry<MapId, Long>> entries = writtenAt.entrySet().iterator();
        while (entries.hasNext()) {
            Map.Entry<MapId, Long> entry = entries.next();
            MapId map = entry.getKey();
            if (nowMillis - entry.getValue() >= KEEP_SCORES_MILLIS && blocks.removeAll(map) == 0) {
                Ledger ledger = Objects.requireNonNull(ledgers.find(map), "ledgers are never removed");
                ledger.state = Ledger.State.CLOSED;
                ledgers.put(map, ledger);
                entries.remove();
            }
        }
    }

    private boolean failed(MapId map, long nowMillis, Throwable cause, @Nullable Throwable bug) {
        troubles.report(
                map,
                "its results could not be written (" + cause + "); mend that, and they are written by themselves",
                bug);
        metrics.writeFailed();
        retries.failed(map, nowMillis);
        return false;
    }
}

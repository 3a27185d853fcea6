package io.slidestream.aggregator.ledger;

import io.slidestream.aggregator.ledger.AggregatorMetrics.Outcome;
import io.slidestream.contracts.BlockScored;
import io.slidestream.contracts.MapId;
import io.slidestream.contracts.SlideEvent;
import io.slidestream.contracts.SlideTiled;
import java.util.LinkedHashSet;
import java.util.Set;

/*
 * Delivery is at least once, the two stores are logged to two topics, and a crash may keep a write to one and lose a later
 * or earlier write to the other. What saves the count:
 * - a block counts once, by its bit in the ledger. The scores are stored first; a crash in between has the same block
 *   delivered again, stored again and counted then.
 * - a bit whose scores were lost: the record was not committed, so it comes again, and is stored though not counted. Until
 *   then the map does not add up and is not written.
 * - results are written before the ledger says so; a crash in between writes the same bytes again.
 * - scores are removed only a minute after that (MapClosing), when the ledger's word is surely committed.
 * - the final word is sent again after each restart until then, and whenever a record of the closed map comes again.
 */
/** Applies each message to the ledgers of one partition. Not thread-safe. */
public final class MapLedgers {
    private final LedgerStore ledgers;
    private final BlockStore blocks;
    private final MapClosing closing;
    private final Outbox outbox;
    private final Troubles troubles;
    private final AggregatorMetrics metrics;

    /** Maps whose progress is published at the next tick. */
    private final Set<MapId> news = new LinkedHashSet<>();

    /** Open maps of this partition. */
    private final Set<MapId> open = new LinkedHashSet<>();

    /** Open maps of all partitions of this instance. */
    private final OpenMaps openMaps;

    public MapLedgers(
            LedgerStore ledgers,
            BlockStore blocks,
            MapClosing closing,
            Outbox outbox,
            Troubles troubles,
            OpenMaps openMaps,
            AggregatorMetrics metrics) {
        this.ledgers = ledgers;
        this.blocks = blocks;
        this.closing = closing;
        this.outbox = outbox;
        this.openMaps = openMaps;
        this.troubles = troubles;
        this.metrics = metrics;
    }

    /**
     * Resumes where an earlier run stopped: writes maps that are complete but unwritten, and publishes final messages
     * again.
     */
    public void resume(long nowMillis) {
        ledgers.forEach((map, ledger) -> {
            switch (ledger.state) {
                case OPEN -> isOpen(map, ledger, nowMillis);
                case BALANCED -> {
                    isOpen(map, ledger, nowMillis);
                    closing.resume(map);
                }
                case WRITTEN -> {
                    news.add(map);
                    closing.written(map, nowMillis);
                }
                case CLOSED -> {}
            }
        });
    }

    public Outcome scored(BlockScored block, long nowMillis) {
        long begun = System.nanoTime();
        Ledger ledger = ledgerOf(block.mapId(), block.attempt());
        if (block.attempt() < ledger.attempt) {
            return Outcome.STALE;
        }
        if (ledger.isWritten()) {
            news.add(block.mapId());
            return Outcome.DUPLICATE;
        }
        if (ledger.received.get(block.blockIndex())) {
            restore(block, ledger);
            return Outcome.DUPLICATE;
        }
        if (ledger.state == Ledger.State.BALANCED) {
            return bury(block, "block " + block.blockIndex() + " came to a map that is complete without it");
        }
        BlockScored usable = usable(block, ledger);
        if (usable == null) {
            return Outcome.BURIED;
        }
        blocks.put(usable);
        ledger.count(usable);
        if (ledger.event instanceof SlideTiled) {
            metrics.tiles(usable);
        }
        store(block.mapId(), ledger);
        metrics.counted(System.nanoTime() - begun);
        settle(block.mapId(), ledger, nowMillis);
        return usable.equals(block) ? Outcome.COUNTED : Outcome.BURIED;
    }

    public Outcome event(SlideEvent event, long nowMillis) {
        Ledger ledger = ledgerOf(event.mapId(), event.attempt());
        if (event.attempt() < ledger.attempt) {
            return Outcome.STALE;
        }
        if (ledger.isWritten() || ledger.event != null) {
            news.add(event.mapId());
            return Outcome.DUPLICATE;
        }
        ledger.event = event;
        if (event instanceof SlideTiled manifest) {
            metrics.expected(manifest.expectedTiles());
            recount(manifest, ledger);
            outbox.publish(Words.open(manifest, ledger));
        }
        store(event.mapId(), ledger);
        settle(event.mapId(), ledger, nowMillis);
        return Outcome.COUNTED;
    }

    /** Drops everything of a map whose slide was forgotten. */
    public void forget(MapId map) {
        Ledger ledger = ledgers.find(map);
        if (ledger == null) {
            return;
        }
        metrics.abandoned(ledger.pendingTiles());
        ledgers.remove(map);
        long unused = blocks.removeAll(map);
        closing.forget(map);
        troubles.forget(map);
        news.remove(map);
        open.remove(map);
        openMaps.remove(map);
    }

    /** Publishes the progress of maps that have changed since the last call. */
    public void tell() {
        for (MapId map : news) {
            Ledger ledger = ledgers.find(map);
            if (ledger != null && ledger.last != null) {
                outbox.publish(ledger.last);
            } else if (ledger != null && ledger.event instanceof SlideTiled manifest) {
                outbox.publish(Words.open(manifest, ledger));
            }
        }
        news.clear();
    }

    /** Retries failed writes and removes scores that are no longer needed. */
    public void tend(long nowMillis) {
        for (MapId map : closing.due(nowMillis)) {
            Ledger ledger = ledgers.find(map);
            if (ledger != null && ledger.state == Ledger.State.BALANCED) {
                close(map, ledger, nowMillis);
            } else {
                closing.forget(map);
            }
        }
        closing.clearUp(nowMillis);
    }

    /** Drops this partition's maps from metrics and health: it goes to another thread or instance. */
    public void release() {
        open.forEach(troubles::forget);
        open.forEach(openMaps::remove);
        open.clear();
    }

    private Ledger ledgerOf(MapId map, int attempt) {
        Ledger ledger = ledgers.find(map);
        if (ledger == null || attempt > ledger.attempt) {
            if (ledger != null) {
                metrics.abandoned(ledger.pendingTiles());
                blocks.removeAll(map);
                closing.forget(map);
                troubles.forget(map);
            }
            return new Ledger(attempt);
        }
        return ledger;
    }

    private void isOpen(MapId map, Ledger ledger, long nowMillis) {
        open.add(map);
        openMaps.put(map, ledger, nowMillis);
    }

    /**
     * Stores the scores of a duplicate if they are missing: a crash may have kept the ledger's bit and lost the scores.
     */
    private void restore(BlockScored block, Ledger ledger) {
        if (!blocks.holds(block)) {
            BlockScored usable = usable(block, ledger);
            if (usable != null) {
                blocks.put(usable);
            }
        }
    }

    private @org.jspecify.annotations.Nullable BlockScored usable(BlockScored block, Ledger ledger) {
        if (!(ledger.event instanceof SlideTiled manifest)) {
            return block;
        }
        BlockCheck.Finding finding = BlockCheck.check(block, manifest);
        if (finding.fault() != null) {
            outbox.bury(block, finding.fault());
        }
        return finding.usable();
    }

    /** Counts anew, checking the blocks that came before the manifest. */
    private void recount(SlideTiled manifest, Ledger ledger) {
        ledger.clear();
        blocks.forEach(manifest.mapId(), manifest.attempt(), block -> {
            BlockScored usable = usable(block, ledger);
            if (usable == null) {
                blocks.remove(block);
                return;
            }
            if (!usable.equals(block)) {
                blocks.put(usable);
            }
            ledger.count(usable);
            metrics.tiles(usable);
        });
    }

    private void store(MapId map, Ledger ledger) {
        if (ledger.balances()) {
            ledger.state = Ledger.State.BALANCED;
        }
        ledgers.put(map, ledger);
    }

    private void settle(MapId map, Ledger ledger, long nowMillis) {
        isOpen(map, ledger, nowMillis);
        if (ledger.state == Ledger.State.BALANCED) {
            close(map, ledger, nowMillis);
            return;
        }
        if (ledger.overflows()) {
            troubles.report(
                    map,
                    "holds more than the " + ledger.expectedTiles()
                            + " tiles its manifest expects; two tilings were mixed: map the slide again",
                    null);
        }
        news.add(map);
    }

    private void close(MapId map, Ledger ledger, long nowMillis) {
        if (closing.write(map, ledger, nowMillis)) {
            ledgers.put(map, ledger);
            outbox.publish(Words.last(ledger));
            news.remove(map);
            open.remove(map);
            openMaps.remove(map);
        } else {
            news.add(map);
        }
    }

    private Outcome bury(BlockScored block, String why) {
        outbox.bury(block, why);
        return Outcome.BURIED;
    }
}

package io.slidestream.aggregator.ledger;

import io.slidestream.contracts.BlockScored;
import io.slidestream.contracts.MapUpdated;
import io.slidestream.contracts.RejectionReason;
import io.slidestream.contracts.SlideEvent;
import io.slidestream.contracts.SlideTiled;
import io.slidestream.contracts.TileScore;
import java.util.BitSet;
import java.util.EnumMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The tally of one map: what was expected and what came. Mutable, of one thread; {@link LedgerCodec} stores it.
 *
 * <p>A block counts once, by its bit in {@code received}; the scores themselves lie in {@link BlockStore}.
 */
public final class Ledger {
    /** Progress of a map. */
    public enum State {
        /** Waits for the manifest or for blocks. */
        OPEN,
        /** Everything is there, the results are not written yet. */
        BALANCED,
        /** The results are written; the scores are kept until that is surely committed. */
        WRITTEN,
        /** Nothing but the final message about the map is kept. */
        CLOSED
    }

    final int attempt;
    final BitSet received;
    final Map<RejectionReason, Long> rejected;
    public State state;
    long scored;

    @Nullable
    SlideEvent event;

    @Nullable
    MapUpdated last;

    Ledger(int attempt) {
        this(attempt, new BitSet(), new EnumMap<>(RejectionReason.class));
    }

    Ledger(int attempt, BitSet received, Map<RejectionReason, Long> rejected) {
        this.attempt = attempt;
        this.received = received;
        this.rejected = rejected;
        this.state = State.OPEN;
    }

    boolean isWritten() {
        return state == State.WRITTEN || state == State.CLOSED;
    }

    void count(BlockScored block) {
        received.set(block.blockIndex());
        for (TileScore score : block.scores()) {
            if (score instanceof TileScore.Rejected r) {
                rejected.merge(r.reason(), 1L, Long::sum);
            } else {
                scored++;
            }
        }
    }

    /** Forgets what was counted, to count again. */
    void clear() {
        received.clear();
        rejected.clear();
        scored = 0;
    }

    long rejectedTiles() {
        return rejected.values().stream().mapToLong(Long::longValue).sum();
    }

    long tiles() {
        return scored + rejectedTiles();
    }

    /** Number of tiles expected; 0 until the manifest is there. */
    long expectedTiles() {
        return event instanceof SlideTiled tiled ? tiled.expectedTiles() : 0;
    }

    /** Number of expected tiles not received yet; 0 until the manifest is there. */
    long pendingTiles() {
        return Math.max(0, expectedTiles() - tiles());
    }

    /** A rejected slide has nothing to wait for. */
    boolean balances() {
        return event != null && (!(event instanceof SlideTiled) || tiles() == expectedTiles());
    }

    /** More tiles than the manifest expects: two tilings under one attempt. No further block can cure it. */
    boolean overflows() {
        return event instanceof SlideTiled && tiles() > expectedTiles();
    }

    /** Drops everything but the final message. */
    void written(MapUpdated finalWord) {
        state = State.WRITTEN;
        last = finalWord;
        event = null;
        clear();
    }
}

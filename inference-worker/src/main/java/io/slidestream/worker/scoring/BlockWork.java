package io.slidestream.worker.scoring;

import io.slidestream.contracts.BlockScored;
import io.slidestream.contracts.Cell;
import io.slidestream.contracts.RejectionReason;
import io.slidestream.contracts.TileBlock;
import io.slidestream.contracts.TileScore;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A block on its way through the worker. Each tile is settled once; the last one completes the outcome. Safe for
 * concurrent use.
 */
public final class BlockWork {
    private final TileBlock block;
    private final List<Cell> cells;
    private final @Nullable TileScore[] scores;
    private final Supplier<String> engine;
    private final CompletableFuture<BlockScored> outcome = new CompletableFuture<>();
    private int unsettled;
    private long readNanos;
    private long inferNanos;

    /** @param engine what computes the scores, as {@link BlockScored#engine()} says it; asked when all are there */
    public BlockWork(TileBlock block, Supplier<String> engine) {
        this.block = block;
        this.engine = engine;
        cells = block.cells();
        scores = new TileScore[cells.size()];
        unsettled = cells.size();
    }

    TileBlock block() {
        return block;
    }

    /** The tiles in row order; a tile's index is its place in this list. */
    List<Cell> cells() {
        return cells;
    }

    /** Completes with every tile settled, or exceptionally when the block failed as a whole or was cancelled. */
    CompletableFuture<BlockScored> outcome() {
        return outcome;
    }

    /** Nobody waits for the outcome any more, or it is known: further work on the block is wasted. */
    boolean isOver() {
        return outcome.isDone();
    }

    synchronized void countRead(long nanos) {
        readNanos += nanos;
    }

    void scored(int tile, List<Float> probabilities, long nanos) {
        scored(tile, new TileScore.Scored(probabilities), nanos);
    }

    void scored(int tile, TileScore.Scored score, long nanos) {
        settle(tile, score, nanos);
    }

    void rejected(int tile, RejectionReason reason, String message) {
        settle(tile, new TileScore.Rejected(reason, message), 0);
    }

    /** Rejects every tile, because none can be read; call before any is settled. */
    void rejectAll(RejectionReason reason, String message) {
        for (int tile = 0; tile < cells.size(); tile++) {
            rejected(tile, reason, message);
        }
    }

    /** Ends the block as a whole; the first cause wins. */
    void failed(Throwable cause) {
        outcome.completeExceptionally(cause);
    }

    private void settle(int tile, TileScore score, long nanos) {
        BlockScored all;
        synchronized (this) {
            if (scores[tile] != null) {
                throw new IllegalStateException("tile " + tile + " of " + block + " was settled twice");
            }
            scores[tile] = score;
            inferNanos += nanos;
            if (--unsettled > 0) {
                return;
            }
            all = result();
        }
        outcome.complete(all);
    }

    private BlockScored result() {
        return new BlockScored(
                block.mapId(),
                block.attempt(),
                block.blockIndex(),
                block.tiles(),
                Arrays.asList(scores),
                engine.get(),
                readNanos,
                inferNanos,
                System.currentTimeMillis());
    }
}

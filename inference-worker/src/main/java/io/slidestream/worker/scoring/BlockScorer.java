package io.slidestream.worker.scoring;

import io.slidestream.contracts.BlockScored;
import io.slidestream.contracts.TileBlock;
import java.util.concurrent.CompletableFuture;

/** Computes a block's scores. */
@FunctionalInterface
public interface BlockScorer {
    /** Cancelling the outcome abandons the block. */
    CompletableFuture<BlockScored> score(TileBlock block);
}

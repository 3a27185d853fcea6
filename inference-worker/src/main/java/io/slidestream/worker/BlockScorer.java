package io.slidestream.worker;

import io.slidestream.contracts.BlockScored;
import io.slidestream.contracts.TileBlock;
import java.util.concurrent.CompletableFuture;

/** Computes a block's scores. */
@FunctionalInterface
interface BlockScorer {
    /** Cancelling the outcome abandons the block. */
    CompletableFuture<BlockScored> score(TileBlock block);
}

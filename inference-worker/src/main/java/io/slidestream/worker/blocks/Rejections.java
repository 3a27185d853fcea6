package io.slidestream.worker.blocks;

import io.slidestream.contracts.BlockScored;
import io.slidestream.contracts.RejectionReason;
import io.slidestream.contracts.TileBlock;
import io.slidestream.contracts.TileScore;
import java.util.Collections;

/** Makes the scores of a block that no delivery could score: every tile is rejected. */
final class Rejections {
    private Rejections() {}

    static BlockScored of(TileBlock block, String message) {
        return new BlockScored(
                block.mapId(),
                block.attempt(),
                block.blockIndex(),
                block.tiles(),
                Collections.nCopies(
                        Long.bitCount(block.tiles()), new TileScore.Rejected(RejectionReason.FAILED, message)),
                "none",
                0,
                0,
                System.currentTimeMillis());
    }
}

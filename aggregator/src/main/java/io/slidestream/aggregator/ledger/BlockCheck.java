package io.slidestream.aggregator.ledger;

import io.slidestream.contracts.BlockCells;
import io.slidestream.contracts.BlockScored;
import io.slidestream.contracts.RejectionReason;
import io.slidestream.contracts.SlideTiled;
import io.slidestream.contracts.TileScore;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Checks a block against its map's manifest.
 *
 * <p>A block with cells outside the grid has no place on the map: it is dead-lettered and not counted, so the true
 * block is still awaited and the map stays visibly open. Scores with the wrong number of probabilities have a place but
 * no meaning: the block is dead-lettered as well, but its bad tiles count as rejected for {@link
 * RejectionReason#FAILED}, so they show as unread on the map and its ledger closes.
 */
final class BlockCheck {
    /**
     * Result of a check.
     *
     * @param usable the block to count; null where nothing of it has a place
     * @param fault why the block as it came must be dead-lettered; null where it is sound
     */
    record Finding(@Nullable BlockScored usable, @Nullable String fault) {}

    private BlockCheck() {}

    static Finding check(BlockScored block, SlideTiled manifest) {
        try {
            BlockCells.of(manifest.grid(), block.blockIndex(), block.tiles());
        } catch (IllegalArgumentException e) {
            return new Finding(null, String.valueOf(e.getMessage()));
        }
        int classes = manifest.model().classNames().size();
        String fault = null;
        List<TileScore> scores = new ArrayList<>(block.scores().size());
        for (TileScore score : block.scores()) {
            if (score instanceof TileScore.Scored scored
                    && scored.probabilities().size() != classes) {
                fault = "block " + block.blockIndex() + " has "
                        + scored.probabilities().size() + " probabilities a tile, the model has " + classes
                        + " classes";
                scores.add(new TileScore.Rejected(RejectionReason.FAILED, fault));
            } else {
                scores.add(score);
            }
        }
        return fault == null ? new Finding(block, null) : new Finding(with(block, scores), fault);
    }

    private static BlockScored with(BlockScored block, List<TileScore> scores) {
        return new BlockScored(
                block.mapId(),
                block.attempt(),
                block.blockIndex(),
                block.tiles(),
                scores,
                block.engine(),
                block.readNanos(),
                block.inferNanos(),
                block.scoredAtMillis());
    }
}

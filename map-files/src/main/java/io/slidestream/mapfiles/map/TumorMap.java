package io.slidestream.mapfiles.map;

import io.slidestream.contracts.BlockScored;
import io.slidestream.contracts.SlideTiled;
import java.io.IOException;
import java.util.Iterator;
import java.util.List;
import java.util.TreeSet;

/**
 * A complete map as a stream of its tiles. Holds one row of blocks at a time, so a slide of a million tiles needs no more
 * memory than its widest eight rows.
 */
public final class TumorMap {
    private final SlideTiled manifest;

    public TumorMap(SlideTiled manifest) {
        this.manifest = manifest;
    }

    /**
     * Shows every tile to every visitor, in row-major order whatever order the scores arrived in.
     *
     * @param blocks in ascending order of block index, each once
     * @throws IncompleteMapException if the blocks do not hold exactly the expected tiles
     */
    public ScoringTotals stream(Iterator<BlockScored> blocks, List<TileVisitor> visitors) throws IOException {
        BlockRow row = new BlockRow(manifest.grid());
        Totals totals = new Totals();
        int last = -1;
        while (blocks.hasNext()) {
            BlockScored block = blocks.next();
            if (block.blockIndex() <= last) {
                throw new IllegalArgumentException("block " + block.blockIndex() + " came after block " + last);
            }
            last = block.blockIndex();
            if (!row.covers(block)) {
                row.drainTo(visitors);
                row.moveTo(block);
            }
            row.add(block);
            totals.add(block);
        }
        row.drainTo(visitors);
        if (totals.tiles != manifest.expectedTiles()) {
            throw new IncompleteMapException("map " + manifest.mapId() + " holds the scores of " + totals.tiles + " of "
                    + manifest.expectedTiles() + " tiles");
        }
        return totals.freeze();
    }

    private static final class Totals {
        private final TreeSet<String> engines = new TreeSet<>();
        private long tiles;
        private long readNanos;
        private long inferNanos;
        private long firstScoredAt = Long.MAX_VALUE;
        private long lastScoredAt = Long.MIN_VALUE;

        void add(BlockScored block) {
            tiles += block.scores().size();
            readNanos += block.readNanos();
            inferNanos += block.inferNanos();
            firstScoredAt = Math.min(firstScoredAt, block.scoredAtMillis());
            lastScoredAt = Math.max(lastScoredAt, block.scoredAtMillis());
            engines.add(block.engine());
        }

        ScoringTotals freeze() {
            return new ScoringTotals(List.copyOf(engines), readNanos, inferNanos, firstScoredAt, lastScoredAt);
        }
    }
}

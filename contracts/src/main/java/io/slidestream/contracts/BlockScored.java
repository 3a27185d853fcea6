package io.slidestream.contracts;

import java.util.List;

/**
 * The outcome of one block.
 *
 * @param tiles the mask of the {@link TileBlock}
 * @param scores one per set bit of {@code tiles}, in row order
 * @param engine engine, device and precision that computed them
 * @param readNanos time spent reading the block's pixels, summed over threads
 * @param inferNanos the block's share of the time its batches spent in the network
 */
public record BlockScored(
        MapId mapId,
        int attempt,
        int blockIndex,
        long tiles,
        List<TileScore> scores,
        String engine,
        long readNanos,
        long inferNanos,
        long scoredAtMillis) {
    public BlockScored {
        Checks.attempt(attempt);
        Checks.inRange("blockIndex", blockIndex, 0, Limits.BLOCKS - 1);
        Checks.inRange("length of engine", engine.length(), 0, Limits.NAME);
        Checks.nanos("readNanos", readNanos);
        Checks.nanos("inferNanos", inferNanos);
        Checks.millis("scoredAtMillis", scoredAtMillis);
        scores = List.copyOf(scores);
        if (tiles == 0 || scores.size() != Long.bitCount(tiles)) {
            throw new IllegalArgumentException(
                    "a block of " + Long.bitCount(tiles) + " tiles must have as many scores, had " + scores.size());
        }
    }
}

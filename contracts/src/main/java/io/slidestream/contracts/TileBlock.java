package io.slidestream.contracts;

import java.util.List;

/**
 * A reference to up to 8x8 neighbouring tiles: all a worker needs to read and classify them.
 *
 * @param attempt counts from 1; a later attempt replaces an earlier one of the same map
 * @param blockIndex row-major index among the grid's blocks
 * @param tiles bit {@code 8*y+x} is set where the block's cell (x, y) holds tissue; never 0
 */
public record TileBlock(
        MapId mapId, int attempt, SlideVersion slide, TileGrid grid, String modelId, int blockIndex, long tiles) {
    public TileBlock {
        Checks.attempt(attempt);
        Checks.text("modelId", modelId, Limits.NAME);
        if (tiles == 0) {
            throw new IllegalArgumentException("a block must hold at least one tile");
        }
        BlockCells.of(grid, blockIndex, tiles);
    }

    /** The tiles in row order: the order of {@link BlockScored#scores()}. */
    public List<Cell> cells() {
        return BlockCells.of(grid, blockIndex, tiles);
    }

    @Override
    public String toString() {
        return "block " + blockIndex + " of map " + mapId;
    }
}

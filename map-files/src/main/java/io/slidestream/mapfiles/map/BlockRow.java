package io.slidestream.mapfiles.map;

import io.slidestream.contracts.BlockCells;
import io.slidestream.contracts.BlockScored;
import io.slidestream.contracts.Cell;
import io.slidestream.contracts.TileGrid;
import io.slidestream.contracts.TileScore;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The scores of one row of blocks: eight rows of tiles. */
final class BlockRow {
    private final TileGrid grid;
    private final @Nullable TileScore[][] scores;
    private int index;

    BlockRow(TileGrid grid) {
        this.grid = grid;
        this.scores = new @Nullable TileScore[TileGrid.BLOCK_SIDE][grid.columns()];
    }

    boolean covers(BlockScored block) {
        return block.blockIndex() / grid.blockColumns() == index;
    }

    void moveTo(BlockScored block) {
        index = block.blockIndex() / grid.blockColumns();
    }

    void add(BlockScored block) {
        List<Cell> cells = BlockCells.of(grid, block.blockIndex(), block.tiles());
        for (int i = 0; i < cells.size(); i++) {
            Cell cell = cells.get(i);
            scores[cell.row() % TileGrid.BLOCK_SIDE][cell.column()] =
                    block.scores().get(i);
        }
    }

    void drainTo(List<TileVisitor> visitors) throws IOException {
        for (int y = 0; y < scores.length; y++) {
            for (int column = 0; column < scores[y].length; column++) {
                TileScore score = scores[y][column];
                if (score != null) {
                    Cell cell = new Cell(column, index * TileGrid.BLOCK_SIDE + y);
                    for (TileVisitor visitor : visitors) {
                        visitor.visit(cell, score);
                    }
                    scores[y][column] = null;
                }
            }
        }
    }
}

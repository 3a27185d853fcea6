package io.slidestream.mapfiles.map;

import io.slidestream.contracts.Cell;
import io.slidestream.contracts.SlideTiled;
import io.slidestream.contracts.TileGrid;
import io.slidestream.contracts.TileScore;
import java.util.Arrays;

/**
 * Every score of a map in memory: four bytes a cell, and four for each class of each scored tile. A million cells of nine
 * classes take 40 MB if all are tissue.
 */
public final class ScoreGrid implements TileVisitor {
    private static final int NO_TISSUE = -1;
    private static final int UNREAD = -2;
    private static final int PAGE_TILES = 1 << 14;

    private final TileGrid grid;
    private final int classes;
    private final int[] tileOf;
    private float[][] pages = new float[4][];
    private int tiles;

    public ScoreGrid(SlideTiled manifest) {
        this(manifest.grid(), manifest.model().classNames().size());
    }

    public ScoreGrid(TileGrid grid, int classes) {
        this.grid = grid;
        this.classes = classes;
        this.tileOf = new int[grid.cells()];
        Arrays.fill(tileOf, NO_TISSUE);
    }

    @Override
    public void visit(Cell cell, TileScore score) {
        int index = cell.row() * grid.columns() + cell.column();
        if (score instanceof TileScore.Scored scored) {
            tileOf[index] = tiles;
            float[] page = page(tiles);
            int at = tiles % PAGE_TILES * classes;
            for (float p : scored.probabilities()) {
                page[at++] = p;
            }
            tiles++;
        } else {
            tileOf[index] = UNREAD;
        }
    }

    public int columns() {
        return grid.columns();
    }

    public int rows() {
        return grid.rows();
    }

    public int classes() {
        return classes;
    }

    public boolean isScored(int cell) {
        return tileOf[cell] >= 0;
    }

    /** Expected, but rejected. */
    public boolean isUnread(int cell) {
        return tileOf[cell] == UNREAD;
    }

    /** NaN where the cell has no score. */
    public float probability(int cell, int classIndex) {
        int tile = tileOf[cell];
        return tile < 0 ? Float.NaN : pages[tile / PAGE_TILES][tile % PAGE_TILES * classes + classIndex];
    }

    /** The likeliest class, the first of equals; -1 where the cell has no score. */
    public int winner(int cell) {
        if (!isScored(cell)) {
            return -1;
        }
        int winner = 0;
        for (int i = 1; i < classes; i++) {
            if (probability(cell, i) > probability(cell, winner)) {
                winner = i;
            }
        }
        return winner;
    }

    public Cell at(int cell) {
        return new Cell(cell % grid.columns(), cell / grid.columns());
    }

    private float[] page(int tile) {
        int page = tile / PAGE_TILES;
        if (page == pages.length) {
            pages = Arrays.copyOf(pages, page * 2);
        }
        if (pages[page] == null) {
            pages[page] = new float[PAGE_TILES * classes];
        }
        return pages[page];
    }
}

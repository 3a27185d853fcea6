package io.slidestream.mapfiles.map;

import io.slidestream.contracts.TileGrid;
import java.awt.image.BufferedImage;
import java.awt.image.DataBufferInt;

/**
 * The map as a picture in memory, one ARGB pixel a cell (4 bytes a cell); half transparent where the model is unsure; 0,
 * transparent, where no tile was expected.
 */
public final class MapRaster {
    static final int SURE = 0xFF000000;
    static final int UNSURE = 0x80000000;

    private final TileGrid grid;
    private final BufferedImage image;
    private final int[] argb;

    MapRaster(TileGrid grid, ScoreGrid scores, Palette palette, MapSettings settings) {
        this.grid = grid;
        this.image = new BufferedImage(grid.columns(), grid.rows(), BufferedImage.TYPE_INT_ARGB);
        this.argb = ((DataBufferInt) image.getRaster().getDataBuffer()).getData();
        int smoothingCells = settings.smoothingCells();
        Certainty certainty = settings.certainty();
        int[] smoothed = smoothingCells > 0 ? Smoothing.winners(scores, smoothingCells) : new int[0];
        for (int cell = 0; cell < argb.length; cell++) {
            if (scores.isUnread(cell)) {
                argb[cell] = SURE | Palette.UNREAD;
            } else if (scores.isScored(cell)) {
                int winner = scores.winner(cell);
                int alpha = certainty.isUnsure(scores.probability(cell, winner)) ? UNSURE : SURE;
                argb[cell] = alpha | palette.colour(smoothingCells > 0 ? smoothed[cell] : winner);
            }
        }
    }

    public BufferedImage image() {
        return image;
    }

    /** Of a level-0 pixel; the last column reaches to the slide's edge. */
    int column(long xPx) {
        return (int) Math.min(xPx / grid.stridePx(), grid.columns() - 1L);
    }

    /** Of a level-0 pixel; the last row reaches to the slide's edge. */
    int row(long yPx) {
        return (int) Math.min(yPx / grid.stridePx(), grid.rows() - 1L);
    }

    /** The colour of a cell. */
    int at(int column, int row) {
        return argb[row * grid.columns() + column];
    }
}

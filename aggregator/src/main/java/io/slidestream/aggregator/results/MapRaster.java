package io.slidestream.aggregator.results;

import io.slidestream.contracts.TileGrid;
import java.awt.image.BufferedImage;
import java.awt.image.DataBufferInt;

/** The map as a picture in memory, one ARGB pixel a cell (4 bytes a cell); 0, transparent, where no tile was expected. */
final class MapRaster {
    private final TileGrid grid;
    private final BufferedImage image;
    private final int[] argb;

    MapRaster(TileGrid grid, ScoreGrid scores, Palette palette, int smoothingCells) {
        this.grid = grid;
        this.image = new BufferedImage(grid.columns(), grid.rows(), BufferedImage.TYPE_INT_ARGB);
        this.argb = ((DataBufferInt) image.getRaster().getDataBuffer()).getData();
        int[] smoothed = smoothingCells > 0 ? Smoothing.winners(scores, smoothingCells) : new int[0];
        for (int cell = 0; cell < argb.length; cell++) {
            if (scores.isUnread(cell)) {
                argb[cell] = 0xFF000000 | Palette.UNREAD;
            } else if (scores.isScored(cell)) {
                argb[cell] = 0xFF000000 | palette.colour(smoothingCells > 0 ? smoothed[cell] : scores.winner(cell));
            }
        }
    }

    BufferedImage image() {
        return image;
    }

    /** The colour at a level-0 pixel; the last column and row reach to the slide's edge. */
    int at(long xPx, long yPx) {
        int column = (int) Math.min(xPx / grid.stridePx(), grid.columns() - 1L);
        int row = (int) Math.min(yPx / grid.stridePx(), grid.rows() - 1L);
        return argb[row * grid.columns() + column];
    }
}

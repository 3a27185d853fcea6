package io.slidestream.aggregator.results;

import io.slidestream.contracts.Cell;
import io.slidestream.contracts.SlideTiled;
import io.slidestream.contracts.TileGrid;
import io.slidestream.contracts.TileScore;
import java.awt.image.BufferedImage;
import java.awt.image.DataBufferInt;

/** The map as a picture in memory, one ARGB pixel a cell (4 bytes a cell); 0, transparent, where no tile was expected. */
final class MapRaster implements TileVisitor {
    private final TileGrid grid;
    private final Palette palette;
    private final BufferedImage image;
    private final int[] argb;

    MapRaster(SlideTiled manifest, Palette palette) {
        this.grid = manifest.grid();
        this.palette = palette;
        this.image = new BufferedImage(grid.columns(), grid.rows(), BufferedImage.TYPE_INT_ARGB);
        this.argb = ((DataBufferInt) image.getRaster().getDataBuffer()).getData();
    }

    @Override
    public void visit(Cell cell, TileScore score) {
        int rgb = score instanceof TileScore.Scored scored
                ? palette.colour(Winner.of(scored.probabilities()))
                : Palette.UNREAD;
        argb[cell.row() * grid.columns() + cell.column()] = 0xFF000000 | rgb;
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

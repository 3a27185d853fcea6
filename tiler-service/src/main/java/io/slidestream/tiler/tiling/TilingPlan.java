package io.slidestream.tiler.tiling;

import io.slidestream.contracts.Cell;
import io.slidestream.contracts.Level0Region;
import io.slidestream.contracts.MapId;
import io.slidestream.contracts.RejectionReason;
import io.slidestream.contracts.SlideVersion;
import io.slidestream.contracts.TileBlock;
import io.slidestream.contracts.TileGrid;
import io.slidestream.contracts.TilingSpec;
import io.slidestream.slides.SlideException;
import io.slidestream.slides.SlideProperties;
import java.util.Iterator;
import java.util.function.Predicate;
import java.util.stream.IntStream;

/**
 * The tiles of a slide that are to be classified. Holds the grid and asks for tissue as it goes, never a list of tiles.
 */
final class TilingPlan {
    /** Below, what a tile shows is made up: eight times the patch's pixels would be invented in each direction at 224. */
    private static final int MIN_TILE_PX = 32;

    private final TileGrid grid;
    private final Predicate<Level0Region> tissue;

    TilingPlan(TileGrid grid, Predicate<Level0Region> tissue) {
        this.grid = grid;
        this.tissue = tissue;
    }

    /**
     * The grid whose tiles show the network the microns it was trained at.
     *
     * @param mpp microns per level-0 pixel
     * @throws SlideException TOO_SMALL if not one tile fits into the slide, TOO_COARSE if a tile would have too few pixels,
     *     TOO_MANY_TILES if the grid would have more cells than any grid may
     */
    static TileGrid grid(SlideProperties slide, double mpp, TilingSpec spec) throws SlideException {
        long side = Math.round(spec.patchSizePx() * spec.patchMpp() / mpp);
        if (side < Math.min(MIN_TILE_PX, spec.patchSizePx())) {
            throw new SlideException(
                    RejectionReason.TOO_COARSE,
                    "at " + mpp + " microns per pixel a tile is " + side + " px wide and the network wants "
                            + spec.patchSizePx() + "; scan the slide finer, or, if its resolution is not "
                            + "that, give the right one with --mpp");
        }
        if (side > Math.min(slide.widthPx(), slide.heightPx())) {
            throw new SlideException(
                    RejectionReason.TOO_SMALL,
                    "the slide is " + slide.widthPx() + "x" + slide.heightPx() + " px at " + mpp
                            + " mpp, smaller than one tile of " + side + " px; nothing can be mapped");
        }
        long stride = Math.max(1, Math.round(side * spec.strideFraction()));
        long cells = TileGrid.cells(slide.widthPx(), slide.heightPx(), (int) side, (int) stride);
        if (cells > TileGrid.MAX_CELLS) {
            throw new SlideException(
                    RejectionReason.TOO_MANY_TILES,
                    "the slide's " + slide.widthPx() + "x" + slide.heightPx() + " px at " + mpp
                            + " microns per pixel make "
                            + cells + " tiles, tissue or not, and no map has more than " + TileGrid.MAX_CELLS
                            + "; check the resolution, which --mpp corrects, and the stride");
        }
        return new TileGrid(slide.widthPx(), slide.heightPx(), mpp, (int) side, (int) stride);
    }

    TileGrid grid() {
        return grid;
    }

    /** The tiles of every block of the grid, asked for anew at each call. */
    long[] tiles() {
        return IntStream.range(0, grid.blocks()).mapToLong(this::tiles).toArray();
    }

    /** Counted anew at each call: one question of the mask for each cell. */
    long expectedTiles() {
        return IntStream.range(0, grid.blocks())
                .mapToLong(block -> Long.bitCount(tiles(block)))
                .sum();
    }

    /** The blocks that hold tissue, row by row, made as they are asked for. */
    Iterator<TileBlock> blocks(MapId mapId, int attempt, SlideVersion slide, String modelId) {
        return IntStream.range(0, grid.blocks())
                .mapToObj(index -> new IndexedTiles(index, tiles(index)))
                .filter(block -> block.tiles != 0)
                .map(block -> new TileBlock(mapId, attempt, slide, grid, modelId, block.index, block.tiles))
                .iterator();
    }

    private record IndexedTiles(int index, long tiles) {}

    private long tiles(int blockIndex) {
        int firstColumn = blockIndex % grid.blockColumns() * TileGrid.BLOCK_SIDE;
        int firstRow = blockIndex / grid.blockColumns() * TileGrid.BLOCK_SIDE;
        int columns = Math.min(TileGrid.BLOCK_SIDE, grid.columns() - firstColumn);
        int rows = Math.min(TileGrid.BLOCK_SIDE, grid.rows() - firstRow);
        long tiles = 0;
        for (int y = 0; y < rows; y++) {
            for (int x = 0; x < columns; x++) {
                if (tissue.test(grid.region(new Cell(firstColumn + x, firstRow + y)))) {
                    tiles |= 1L << (TileGrid.BLOCK_SIDE * y + x);
                }
            }
        }
        return tiles;
    }
}

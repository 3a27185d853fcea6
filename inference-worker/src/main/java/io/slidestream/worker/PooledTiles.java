package io.slidestream.worker;

import io.slidestream.contracts.Cell;
import io.slidestream.contracts.TileBlock;
import io.slidestream.contracts.TileGrid;
import io.slidestream.slides.Level;
import io.slidestream.slides.LevelChoice;
import io.slidestream.slides.RgbImage;
import io.slidestream.slides.SlideException;
import io.slidestream.slides.SlidePool;
import io.slidestream.slides.SlideReader;

/** Tiles of slides in a pool, each read at the coarsest level that still has the network's resolution. */
final class PooledTiles implements TileSource, AutoCloseable {
    private final SlidePool pool;
    private final int patchSizePx;

    /** @param patchSizePx side of a patch at the model's resolution */
    PooledTiles(SlidePool pool, int patchSizePx) {
        this.pool = pool;
        this.patchSizePx = patchSizePx;
    }

    /** Waits for the tiles in use, then closes the slides. */
    @Override
    public void close() {
        pool.close();
    }

    @Override
    public OpenTiles open(TileBlock block) throws SlideException {
        SlidePool.Lease lease = pool.borrow(block.slide());
        SlideReader reader = lease.reader();
        TileGrid grid = block.grid();
        Level level = LevelChoice.best(reader.properties().levels(), (double) grid.tileSizePx() / patchSizePx);
        return new OpenTiles() {
            @Override
            public RgbImage read(Cell cell) throws SlideException {
                return reader.read(grid.region(cell), level.index());
            }

            @Override
            public void close() {
                lease.close();
            }
        };
    }
}

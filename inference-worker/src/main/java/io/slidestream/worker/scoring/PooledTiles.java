package io.slidestream.worker.scoring;

import io.slidestream.contracts.Cell;
import io.slidestream.contracts.TileBlock;
import io.slidestream.contracts.TileGrid;
import io.slidestream.slides.Excerpt;
import io.slidestream.slides.Level;
import io.slidestream.slides.LevelChoice;
import io.slidestream.slides.SlideException;
import io.slidestream.slides.SlideReader;
import io.slidestream.slides.open.SlidePool;
import io.slidestream.worker.config.PixelPath;
import java.util.Optional;

/** Tiles of slides in a pool, each read at the coarsest size that still has the network's resolution. */
public final class PooledTiles implements TileSource, AutoCloseable {
    private final SlidePool pool;
    private final int patchSizePx;
    private final PixelPath path;

    /** @param patchSizePx side of a patch at the model's resolution */
    public PooledTiles(SlidePool pool, int patchSizePx, PixelPath path) {
        this.pool = pool;
        this.patchSizePx = patchSizePx;
        this.path = path;
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
        double downsample = downsample(grid);
        Level level = LevelChoice.best(reader.properties().levels(), downsample);
        int reduction = path == PixelPath.EXACT ? 1 : LevelChoice.reduction(level, downsample);
        expect(reader, block);
        return new OpenTiles() {
            @Override
            public Excerpt read(Cell cell) throws SlideException {
                return reader.excerpt(grid.region(cell), level.index(), reduction);
            }

            @Override
            public void close() {
                lease.close();
            }
        };
    }

    /** Of slides that are open: opening one may wait. */
    @Override
    public void expect(TileBlock block) {
        Optional<SlidePool.Lease> open = pool.borrowOpen(block.slide());
        if (open.isPresent()) {
            try (SlidePool.Lease lease = open.get()) {
                expect(lease.reader(), block);
            }
        }
    }

    private void expect(SlideReader reader, TileBlock block) {
        TileGrid grid = block.grid();
        Level level = LevelChoice.best(reader.properties().levels(), downsample(grid));
        reader.expect(block.cells().stream().map(grid::region).toList(), level.index());
    }

    private double downsample(TileGrid grid) {
        return (double) grid.tileSizePx() / patchSizePx;
    }
}

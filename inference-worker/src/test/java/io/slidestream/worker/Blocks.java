package io.slidestream.worker;

import io.slidestream.contracts.MapId;
import io.slidestream.contracts.SlideVersion;
import io.slidestream.contracts.TileBlock;
import io.slidestream.contracts.TileGrid;
import io.slidestream.worker.scoring.BlockWork;

/** Blocks of a made-up slide of 16x16 tiles, 2x2 blocks. */
public final class Blocks {
    public static final String MODEL = "a".repeat(64);
    public static final MapId MAP = new MapId("0123456789abcdef0123456789abcdef");
    static final SlideVersion SLIDE = new SlideVersion("file:///bucket/S1.svs", "1-2", "S1");
    static final TileGrid GRID = new TileGrid(64, 64, 0.5, 4, 4);

    private Blocks() {}

    public static TileBlock of(int index, long tiles) {
        return of(index, tiles, MODEL);
    }

    public static TileBlock of(int index, long tiles, String model) {
        return new TileBlock(MAP, 1, SLIDE, GRID, model, index, tiles);
    }

    /** The first {@code count} tiles of the block. */
    public static TileBlock first(int count, int index) {
        return of(index, count == 64 ? -1L : (1L << count) - 1);
    }

    public static BlockWork work(int count, int index) {
        return new BlockWork(first(count, index), () -> "fake");
    }
}

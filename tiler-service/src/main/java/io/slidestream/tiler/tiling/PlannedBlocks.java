package io.slidestream.tiler.tiling;

import io.slidestream.contracts.SlideTiled;
import io.slidestream.contracts.TileBlock;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** The blocks of a slide that are still to be published, eight bytes for each of its grid. Not for concurrent use. */
public final class PlannedBlocks {
    private final SlideTiled manifest;
    private final long[] tiles;
    private int next;
    private int blocksLeft;
    private long tilesLeft;

    /** @param tiles those of each block, as {@link TileBlock#tiles} has them */
    PlannedBlocks(SlideTiled manifest, long[] tiles) {
        this.manifest = manifest;
        this.tiles = tiles;
        next = manifest.nextBlock();
        for (int index = next; index < tiles.length; index++) {
            blocksLeft += tiles[index] == 0 ? 0 : 1;
            tilesLeft += Long.bitCount(tiles[index]);
        }
    }

    public SlideTiled manifest() {
        return manifest;
    }

    /** Index of the first block that was not taken. */
    public int next() {
        return next;
    }

    public boolean isEmpty() {
        return blocksLeft == 0;
    }

    public int blocksLeft() {
        return blocksLeft;
    }

    public long tilesLeft() {
        return tilesLeft;
    }

    /** The indices of those left. */
    IntStream indices() {
        return IntStream.range(next, tiles.length).filter(index -> tiles[index] != 0);
    }

    /** The next blocks, row by row; fewer than so many only if these are the last. */
    public List<TileBlock> take(int most) {
        List<TileBlock> blocks = new ArrayList<>();
        while (blocks.size() < most && next < tiles.length) {
            if (tiles[next] != 0) {
                blocks.add(new TileBlock(
                        manifest.mapId(),
                        manifest.attempt(),
                        manifest.slide(),
                        manifest.grid(),
                        manifest.model().servedId(),
                        next,
                        tiles[next]));
                blocksLeft--;
                tilesLeft -= Long.bitCount(tiles[next]);
            }
            next++;
        }
        return blocks;
    }
}

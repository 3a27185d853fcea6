package io.slidestream.worker.scoring;

import io.slidestream.contracts.Cell;
import io.slidestream.contracts.TileBlock;
import io.slidestream.slides.Excerpt;
import io.slidestream.slides.SlideException;

/** Source of the pixels of a block's tiles. Safe for concurrent use. */
public interface TileSource {
    /**
     * Opens the block's slide; the caller closes it.
     *
     * @throws SlideException if the slide is gone, changed or unreadable
     */
    OpenTiles open(TileBlock block) throws SlideException;

    /** Says which block will be opened next, so that a source elsewhere can have its bytes come already. */
    default void expect(TileBlock block) {}

    /** An open slide, used by one thread. */
    interface OpenTiles extends AutoCloseable {
        /** The tile's pixels at the size that suits the network's input; the caller closes them. */
        Excerpt read(Cell cell) throws SlideException;

        @Override
        void close();
    }
}

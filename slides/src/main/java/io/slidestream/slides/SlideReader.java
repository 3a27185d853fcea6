package io.slidestream.slides;

import io.slidestream.contracts.Level0Region;

/** Reads pixels. Blocks on disk, safe for concurrent use; close() waits for reads in progress. */
public interface SlideReader extends AutoCloseable {
    SlideProperties properties();

    /**
     * The region's pixels at a level, composited on white; {@code round(side / downsample)} pixels a side, at least 1.
     *
     * @throws SlideException UNREADABLE if the pixels cannot be decoded
     * @throws IllegalArgumentException if the region leaves the slide or the level does not exist
     */
    RgbImage read(Level0Region region, int level) throws SlideException;

    /** The whole slide, at most {@code maxSidePx} on its longer side. */
    RgbImage thumbnail(int maxSidePx) throws SlideException;

    RgbImage associatedImage(String name) throws SlideException;

    /** The library that decodes: {@code openslide 3.4.1}. */
    String readerName();

    @Override
    void close();
}

package io.slidestream.slides.direct;

import io.slidestream.contracts.Level0Region;
import io.slidestream.slides.Level;
import io.slidestream.slides.RgbImage;
import io.slidestream.slides.SlideException;
import io.slidestream.slides.SlideReader;

/** What becomes of all that a direct reader does not decode. Safe for concurrent use; close() waits for reads. */
public interface Remainder extends AutoCloseable {
    /**
     * Pixels as {@link SlideReader#read} gives them.
     *
     * @param why they are not decoded directly
     */
    RgbImage read(Level0Region region, int level, String why) throws SlideException;

    /** Rows of a level in its full width. */
    RgbImage rows(Level level, long level0Y, int rows, String why) throws SlideException;

    RgbImage associatedImage(String name) throws SlideException;

    /** Suffix of the reader's name, for people; empty where there is nothing to say. */
    String readerName();

    @Override
    void close();
}

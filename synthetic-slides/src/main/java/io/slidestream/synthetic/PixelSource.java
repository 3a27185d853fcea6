package io.slidestream.synthetic;

import java.io.IOException;

/** The level-0 pixels of a slide to be written, tile by tile. Safe for concurrent use. */
public interface PixelSource {
    /**
     * Fills a tile; what lies past the slide's edge is never seen.
     *
     * @param rgb {@code 0xRRGGBB}, as many as a tile has pixels
     */
    void tile(int column, int row, int[] rgb) throws IOException;
}

package io.slidestream.slides;

import java.nio.IntBuffer;

/** Takes pixels as they lie in a decoded tile, a piece of a row at a time. */
@FunctionalInterface
public interface PixelRuns {
    /**
     * Pixels side by side, to be taken before this returns: the buffer is the giver's, as are its position and limit.
     *
     * @param x of the first pixel
     * @param pixels {@code 0xRRGGBB} in the lower 24 bits; the others are undefined
     * @param from place of the first pixel in the buffer
     */
    void run(int x, int y, IntBuffer pixels, int from, int count);
}

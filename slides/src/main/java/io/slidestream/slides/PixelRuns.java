package io.slidestream.slides;

/** Takes pixels as they lie in a decoded tile, a piece of a row at a time. */
@FunctionalInterface
public interface PixelRuns {
    /**
     * Pixels side by side, to be taken at once: the array is the giver's.
     *
     * @param x of the first pixel
     * @param rgb {@code 0xRRGGBB} in the lower 24 bits; the others are undefined
     */
    void run(int x, int y, int[] rgb, int from, int count);
}

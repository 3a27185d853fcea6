package io.slidestream.slides;

/**
 * A region's pixels where the reader decoded them, on a grid that may not begin where the region does. Nothing can fail
 * any more: what had to be decoded is. For one thread; holds memory of the reader's cache until closed.
 */
public interface Excerpt extends AutoCloseable {
    int widthPx();

    int heightPx();

    /** Pixels of the level that each of these stands for, a side; 1 where these are the level's, 2, 4 or 8. */
    int reduction();

    /** Position of the region in these pixels. */
    PixelBox region();

    /** Gives every pixel once, in any order. */
    void copyTo(PixelRuns target);

    @Override
    void close();

    /** A picture that is just the region. */
    static Excerpt of(RgbImage image) {
        return new ImageExcerpt(image);
    }
}

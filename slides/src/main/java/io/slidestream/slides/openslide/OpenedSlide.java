package io.slidestream.slides.openslide;

import io.slidestream.slides.Level;
import io.slidestream.slides.RgbImage;
import io.slidestream.slides.SlideException;
import java.util.List;
import java.util.Map;

/**
 * One slide that OpenSlide has open. Reads may run on many threads; the owner ({@link OpenSlideReader}) keeps close and
 * reads apart. After an {@link OpenSlideException} it can only be closed.
 */
public interface OpenedSlide {
    List<Level> levels() throws OpenSlideException;

    Map<String, String> properties() throws OpenSlideException;

    List<String> associatedImages() throws OpenSlideException;

    /** @throws SlideException if no word of OpenSlide's can be had */
    RgbImage associatedImage(String name) throws OpenSlideException, SlideException;

    /**
     * Pixels of a level from a corner given in level-0 pixels; outside the slide they are white.
     *
     * @throws SlideException if no word of OpenSlide's can be had
     */
    RgbImage read(long level0X, long level0Y, int level, long widthPx, long heightPx)
            throws OpenSlideException, SlideException;

    /** Throws what went wrong so far, by any thread. */
    void check() throws OpenSlideException;

    /** Once only counts; no read may be in progress. */
    void close();
}

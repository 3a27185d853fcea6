package io.slidestream.mapfiles.pictures;

import io.slidestream.contracts.SlideVersion;
import io.slidestream.slides.RgbImage;
import io.slidestream.slides.SlideException;

/** Small pictures of slides. */
@FunctionalInterface
public interface Thumbnails {
    /**
     * The whole slide, at most {@code maxSidePx} on its longer side.
     *
     * @throws SlideException if the slide is gone, changed or unreadable by now
     */
    RgbImage thumbnail(SlideVersion slide, int maxSidePx) throws SlideException;
}

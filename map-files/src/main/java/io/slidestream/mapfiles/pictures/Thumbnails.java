package io.slidestream.mapfiles.pictures;

import io.slidestream.contracts.SlideVersion;
import io.slidestream.slides.DicomUids;
import io.slidestream.slides.RgbImage;
import io.slidestream.slides.SlideException;
import java.util.Optional;

/** Small pictures of slides. */
@FunctionalInterface
public interface Thumbnails {
    /**
     * The whole slide, at most {@code maxSidePx} on its longer side.
     *
     * @throws SlideException if the slide is gone, changed or unreadable by now
     */
    RgbImage thumbnail(SlideVersion slide, int maxSidePx) throws SlideException;

    /**
     * What identifies the slide in an archive; empty where it is no DICOM.
     *
     * @throws SlideException as {@link #thumbnail}
     */
    default Optional<DicomUids> dicomUids(SlideVersion slide) throws SlideException {
        return Optional.empty();
    }
}

package io.slidestream.slides.openslide;

import io.slidestream.slides.SlideException;
import io.slidestream.slides.store.SlideFile;
import java.util.Optional;

/** Where OpenSlide runs. */
@FunctionalInterface
public interface OpenSlideHost {
    /** This process, which ends where OpenSlide does. */
    OpenSlideHost HERE = file -> OpenSlideHandle.open(file.path()).map(handle -> handle);

    /**
     * Empty where the library knows no slide in the file. What is opened may be in error already: ask {@link
     * OpenedSlide#check}.
     *
     * @throws SlideException if no word of OpenSlide's can be had
     * @throws OpenSlideMissingException if the library is not installed
     */
    Optional<OpenedSlide> open(SlideFile file) throws SlideException;
}

package io.slidestream.tiler;

import io.slidestream.contracts.SlideVersion;
import io.slidestream.slides.SlideException;
import io.slidestream.slides.SlideFetcher;
import io.slidestream.slides.SlideReader;
import io.slidestream.slides.SlideReaders;

/** Opens slides. Safe for concurrent use. */
@FunctionalInterface
public interface SlideOpener {
    /**
     * A reader of exactly this version; the caller closes it.
     *
     * @throws SlideException NOT_A_SLIDE, INCOMPLETE, UNREADABLE, CHANGED or VANISHED
     */
    SlideReader open(SlideVersion slide) throws SlideException;

    static SlideOpener of(SlideFetcher fetcher) {
        return slide -> SlideReaders.open(fetcher.fetch(slide));
    }
}

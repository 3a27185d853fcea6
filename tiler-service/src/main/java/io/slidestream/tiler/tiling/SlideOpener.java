package io.slidestream.tiler.tiling;

import io.slidestream.contracts.SlideVersion;
import io.slidestream.slides.SlideException;
import io.slidestream.slides.SlideReader;
import io.slidestream.slides.open.FetchedSlide;
import io.slidestream.slides.open.ReaderChoice;
import io.slidestream.slides.store.SlideFetcher;

/** Opens slides. Safe for concurrent use. */
@FunctionalInterface
public interface SlideOpener {
    /**
     * A reader of exactly this version; the caller closes it.
     *
     * @throws SlideException NOT_A_SLIDE, INCOMPLETE, UNREADABLE, CHANGED or VANISHED
     */
    SlideReader open(SlideVersion slide) throws SlideException;

    /**
     * Tries whether the slide opens; where the store knows that it is whole, it is not downloaded for that.
     *
     * @throws SlideException as {@link #open}; FAILED if it cannot be had now
     */
    default void check(SlideVersion slide) throws SlideException {
        open(slide).close();
    }

    /** Each with a cache of its own: a slide is looked at once. */
    static SlideOpener of(SlideFetcher fetcher, ReaderChoice choice) {
        return new SlideOpener() {
            @Override
            public SlideReader open(SlideVersion slide) throws SlideException {
                return FetchedSlide.open(fetcher, slide, choice);
            }

            @Override
            public void check(SlideVersion slide) throws SlideException {
                if (!fetcher.isKnownWhole(slide)) {
                    open(slide).close();
                }
            }
        };
    }
}

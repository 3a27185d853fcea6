package io.slidestream.aggregator;

import io.slidestream.aggregator.results.Thumbnails;
import io.slidestream.contracts.SlideVersion;
import io.slidestream.slides.RgbImage;
import io.slidestream.slides.SlideException;
import io.slidestream.slides.SlideFetcher;
import io.slidestream.slides.SlideReader;
import io.slidestream.slides.SlideReaders;

/** Thumbnails from the slides themselves. */
public final class SlideThumbnails implements Thumbnails {
    private final SlideFetcher fetcher;

    public SlideThumbnails(SlideFetcher fetcher) {
        this.fetcher = fetcher;
    }

    @Override
    public RgbImage thumbnail(SlideVersion slide, int maxSidePx) throws SlideException {
        try (SlideReader reader = SlideReaders.open(fetcher.fetch(slide))) {
            return reader.thumbnail(maxSidePx);
        }
    }
}

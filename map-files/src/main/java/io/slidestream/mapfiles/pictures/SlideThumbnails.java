package io.slidestream.mapfiles.pictures;

import io.slidestream.contracts.SlideVersion;
import io.slidestream.slides.DicomUids;
import io.slidestream.slides.ForgivingReader;
import io.slidestream.slides.RgbImage;
import io.slidestream.slides.SlideException;
import io.slidestream.slides.SlideReader;
import io.slidestream.slides.open.FetchedSlide;
import io.slidestream.slides.open.ReaderChoice;
import io.slidestream.slides.store.SlideFetcher;
import java.util.Optional;

/** Thumbnails from the slides themselves. */
public final class SlideThumbnails implements Thumbnails {
    private final SlideFetcher fetcher;
    private final ReaderChoice choice;

    public SlideThumbnails(SlideFetcher fetcher, ReaderChoice choice) {
        this.choice = choice;
        this.fetcher = fetcher;
    }

    @Override
    public RgbImage thumbnail(SlideVersion slide, int maxSidePx) throws SlideException {
        try (SlideReader reader = new ForgivingReader(FetchedSlide.open(fetcher, slide, choice))) {
            return reader.thumbnail(maxSidePx);
        }
    }

    @Override
    public Optional<DicomUids> dicomUids(SlideVersion slide) throws SlideException {
        try (SlideReader reader = FetchedSlide.open(fetcher, slide, choice)) {
            return reader.properties().dicomUids();
        }
    }
}

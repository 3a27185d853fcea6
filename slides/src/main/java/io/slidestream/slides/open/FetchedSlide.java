package io.slidestream.slides.open;

import io.slidestream.contracts.SlideVersion;
import io.slidestream.slides.ForwardingReader;
import io.slidestream.slides.SlideException;
import io.slidestream.slides.SlideReader;
import io.slidestream.slides.codec.TileCache;
import io.slidestream.slides.store.SlideFetcher;
import io.slidestream.slides.store.SlideSource;

/** A slide opened for a few looks, whose source is held for as long as it is open. */
public final class FetchedSlide extends ForwardingReader {
    private final SlideSource source;

    private FetchedSlide(SlideSource source, SlideReader reader) {
        super(reader);
        this.source = source;
    }

    /**
     * Opens exactly this version, with a cache of its own; the caller closes it.
     *
     * @throws SlideException as {@link SlideFetcher#fetch} and {@link SlideReaders#open}
     */
    public static FetchedSlide open(SlideFetcher fetcher, SlideVersion slide, ReaderChoice choice)
            throws SlideException {
        return open(fetcher.source(slide), choice, new TileCache(SlideReaders.OWN_CACHE_BYTES));
    }

    /** Takes the source over. */
    static FetchedSlide open(SlideSource source, ReaderChoice choice, TileCache cache) throws SlideException {
        boolean opened = false;
        try {
            SlideReader reader = SlideReaders.open(source, choice, cache);
            opened = true;
            return new FetchedSlide(source, reader);
        } finally {
            if (!opened) {
                source.close();
            }
        }
    }

    @Override
    public void close() {
        try {
            super.close();
        } finally {
            source.close();
        }
    }
}

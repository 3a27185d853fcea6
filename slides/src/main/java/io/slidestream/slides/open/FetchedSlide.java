package io.slidestream.slides.open;

import io.slidestream.contracts.Level0Region;
import io.slidestream.contracts.SlideVersion;
import io.slidestream.slides.Excerpt;
import io.slidestream.slides.RgbImage;
import io.slidestream.slides.SlideException;
import io.slidestream.slides.SlideProperties;
import io.slidestream.slides.SlideReader;
import io.slidestream.slides.codec.TileCache;
import io.slidestream.slides.store.SlideFetcher;
import io.slidestream.slides.store.SlideSource;
import java.util.List;

/** A slide opened for a few looks, whose source is held for as long as it is open. */
public final class FetchedSlide implements SlideReader {
    private final SlideSource source;
    private final SlideReader reader;

    private FetchedSlide(SlideSource source, SlideReader reader) {
        this.source = source;
        this.reader = reader;
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
    public SlideProperties properties() {
        return reader.properties();
    }

    @Override
    public RgbImage read(Level0Region region, int level) throws SlideException {
        return reader.read(region, level);
    }

    @Override
    public Excerpt excerpt(Level0Region region, int level, int maxReduction) throws SlideException {
        return reader.excerpt(region, level, maxReduction);
    }

    @Override
    public void expect(List<Level0Region> regions, int level) {
        reader.expect(regions, level);
    }

    @Override
    public RgbImage thumbnail(int maxSidePx) throws SlideException {
        return reader.thumbnail(maxSidePx);
    }

    @Override
    public RgbImage associatedImage(String name) throws SlideException {
        return reader.associatedImage(name);
    }

    @Override
    public String readerName() {
        return reader.readerName();
    }

    @Override
    public String decoder() {
        return reader.decoder();
    }

    @Override
    public void close() {
        try {
            reader.close();
        } finally {
            source.close();
        }
    }
}

package io.slidestream.viewer.deepzoom;

import io.slidestream.contracts.SlideVersion;
import io.slidestream.slides.ForgivingReader;
import io.slidestream.slides.RgbImage;
import io.slidestream.slides.SlideException;
import io.slidestream.slides.SlideProperties;
import io.slidestream.slides.codec.TileCache;
import io.slidestream.slides.open.ReaderChoice;
import io.slidestream.slides.open.SlidePool;
import io.slidestream.slides.store.SlideFetcher;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The tiles of slides, as JPEG. Only as many are decoded at once as half the processors, at least two, since whoever looks is
 * served while slides are being mapped; who waits for a slide to be opened keeps none of these turns from others. Safe for concurrent use; blocks on disk. Label and macro images are never read.
 */
public final class DeepZoom implements AutoCloseable {
    private static final long CACHE_BYTES = 96L << 20;
    private static final int OPEN_SLIDES = 8;
    private static final int OVERVIEWS = 4;

    private final Openings slides;
    private final ByteCache<Key> cache = new ByteCache<>(CACHE_BYTES);
    private final Turns decoding = new Turns(Math.max(2, Runtime.getRuntime().availableProcessors() / 2));
    private final Map<SlideVersion, OneOverview> overviews = new LinkedHashMap<>(8, 0.75f, true);
    private final ReadListener listener;

    private record Key(SlideVersion slide, int level, int column, int row) {}

    /** Where a tile came from. */
    public enum Source {
        CACHE,
        SLIDE
    }

    /** Is told of every tile. */
    @FunctionalInterface
    public interface ReadListener {
        void served(Source source);
    }

    public DeepZoom(SlideFetcher fetcher, ReaderChoice reader, ReadListener listener) {
        this.slides = new Openings(new SlidePool(fetcher, OPEN_SLIDES, reader, new TileCache(TileCache.DEFAULT_BYTES)));
        this.listener = listener;
    }

    /**
     * What the slide says of itself.
     *
     * @throws SlideException if the slide is gone, changed or unreadable by now
     * @throws SlideBusyException if too many wait for it to be opened
     */
    public SlideProperties properties(SlideVersion slide) throws SlideException, SlideBusyException {
        try (SlidePool.Lease lease = slides.open(slide)) {
            return lease.reader().properties();
        }
    }

    /**
     * The descriptor, XML.
     *
     * @throws SlideException if the slide is gone, changed or unreadable by now
     * @throws SlideBusyException if too many wait for it to be opened
     */
    public String descriptor(SlideVersion slide) throws SlideException, SlideBusyException {
        try (SlidePool.Lease lease = slides.open(slide)) {
            return pyramid(lease).dzi();
        }
    }

    /**
     * One tile; empty if the pyramid has none there.
     *
     * @throws SlideException if the slide is gone, changed or unreadable by now
     * @throws SlideBusyException if too many wait for it to be opened
     */
    public Optional<byte[]> tile(SlideVersion slide, int level, int column, int row)
            throws SlideException, SlideBusyException {
        Key key = new Key(slide, level, column, row);
        Optional<byte[]> kept = kept(key);
        if (kept.isPresent()) {
            return kept;
        }
        try (SlidePool.Lease lease = slides.open(slide)) {
            Optional<Pyramid.Tile> tile = pyramid(lease).tile(level, column, row);
            return tile.isEmpty() ? Optional.empty() : Optional.of(draw(key, tile.get(), lease));
        }
    }

    @Override
    public void close() {
        decoding.close();
        slides.close();
    }

    private Optional<byte[]> kept(Key key) {
        Optional<byte[]> kept = cache.get(key);
        if (kept.isPresent()) {
            listener.served(Source.CACHE);
        }
        return kept;
    }

    private byte[] draw(Key key, Pyramid.Tile tile, SlidePool.Lease lease) throws SlideException {
        Optional<RgbImage> overview = Pixels.isOfOverview(lease.reader(), tile)
                ? Optional.of(overview(key.slide()).of(lease))
                : Optional.empty();
        try (Turns.Turn unused = decoding.take()) {
            Optional<byte[]> kept = kept(key); // read while this thread waited
            if (kept.isPresent()) {
                return kept.get();
            }
            byte[] jpeg = Jpeg.of(Pixels.draw(new ForgivingReader(lease.reader()), tile, overview));
            cache.put(key, jpeg);
            listener.served(Source.SLIDE);
            return jpeg;
        }
    }

    private static Pyramid pyramid(SlidePool.Lease lease) {
        SlideProperties slide = lease.reader().properties();
        return new Pyramid(slide.widthPx(), slide.heightPx());
    }

    private OneOverview overview(SlideVersion slide) {
        synchronized (overviews) {
            OneOverview overview = overviews.computeIfAbsent(slide, s -> new OneOverview());
            while (overviews.size() > OVERVIEWS) {
                overviews.remove(overviews.keySet().iterator().next());
            }
            return overview;
        }
    }

    /** Drawn by the first who needs it while others wait, who have no turn meanwhile. */
    private final class OneOverview {
        private Optional<RgbImage> image = Optional.empty();

        synchronized RgbImage of(SlidePool.Lease lease) throws SlideException {
            if (image.isEmpty()) {
                try (Turns.Turn unused = decoding.take()) {
                    image = Optional.of(new ForgivingReader(lease.reader()).thumbnail(Pixels.OVERVIEW_SIDE_PX));
                }
            }
            return image.get();
        }
    }
}

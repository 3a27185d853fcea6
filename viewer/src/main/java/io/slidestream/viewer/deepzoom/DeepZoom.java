package io.slidestream.viewer.deepzoom;

import io.slidestream.contracts.SlideVersion;
import io.slidestream.slides.RgbImage;
import io.slidestream.slides.SlideException;
import io.slidestream.slides.SlideProperties;
import io.slidestream.slides.jpeg.TileCache;
import io.slidestream.slides.open.ReaderChoice;
import io.slidestream.slides.open.SlidePool;
import io.slidestream.slides.store.SlideFetcher;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Semaphore;

/**
 * The tiles of slides, as JPEG. Only as many are read at once as half the processors, at least two, since whoever looks is
 * served while slides are being mapped. Safe for concurrent use; blocks on disk. Label and macro images are never read.
 */
public final class DeepZoom implements AutoCloseable {
    private static final long CACHE_BYTES = 96L << 20;
    private static final int OPEN_SLIDES = 8;
    private static final int OVERVIEWS = 4;

    private final SlidePool slides;
    private final ByteCache<Key> cache = new ByteCache<>(CACHE_BYTES);
    private final Semaphore readers =
            new Semaphore(Math.max(2, Runtime.getRuntime().availableProcessors() / 2), true);
    private final Map<SlideVersion, OneOverview> overviews = new LinkedHashMap<>(8, 0.75f, true);
    private final ReadListener listener;

    private record Key(SlideVersion slide, int level, int column, int row) {}

    /** Is told of every tile. */
    @FunctionalInterface
    public interface ReadListener {
        void served(boolean fromCache);
    }

    public DeepZoom(SlideFetcher fetcher, ReaderChoice reader, ReadListener listener) {
        this.slides = new SlidePool(fetcher, OPEN_SLIDES, reader, new TileCache(TileCache.DEFAULT_BYTES));
        this.listener = listener;
    }

    /**
     * The descriptor, XML.
     *
     * @throws SlideException if the slide is gone, changed or unreadable by now
     */
    public String descriptor(SlideVersion slide) throws SlideException {
        try (SlidePool.Lease lease = slides.borrow(slide)) {
            return pyramid(lease).dzi();
        }
    }

    /**
     * One tile; empty if the pyramid has none there.
     *
     * @throws SlideException if the slide is gone, changed or unreadable by now
     */
    public Optional<byte[]> tile(SlideVersion slide, int level, int column, int row) throws SlideException {
        Key key = new Key(slide, level, column, row);
        Optional<byte[]> kept = cache.get(key);
        if (kept.isPresent()) {
            listener.served(true);
            return kept;
        }
        readers.acquireUninterruptibly();
        try {
            return read(key);
        } finally {
            readers.release();
        }
    }

    @Override
    public void close() {
        slides.close();
    }

    private Optional<byte[]> read(Key key) throws SlideException {
        Optional<byte[]> kept = cache.get(key); // read while this thread waited
        if (kept.isPresent()) {
            listener.served(true);
            return kept;
        }
        try (SlidePool.Lease lease = slides.borrow(key.slide())) {
            Optional<Pyramid.Tile> tile = pyramid(lease).tile(key.level(), key.column(), key.row());
            if (tile.isEmpty()) {
                return Optional.empty();
            }
            OneOverview overview = overview(key.slide());
            byte[] jpeg = Jpeg.of(Pixels.draw(lease.reader(), tile.get(), () -> overview.of(lease)));
            cache.put(key, jpeg);
            listener.served(false);
            return Optional.of(jpeg);
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

    /** Drawn by the first who needs it while others wait. */
    private static final class OneOverview {
        private Optional<RgbImage> image = Optional.empty();

        synchronized RgbImage of(SlidePool.Lease lease) throws SlideException {
            if (image.isEmpty()) {
                image = Optional.of(lease.reader().thumbnail(Pixels.OVERVIEW_SIDE_PX));
            }
            return image.get();
        }
    }
}

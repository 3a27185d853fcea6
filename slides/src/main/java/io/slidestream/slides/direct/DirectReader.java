package io.slidestream.slides.direct;

import io.slidestream.contracts.Level0Region;
import io.slidestream.slides.Excerpt;
import io.slidestream.slides.LevelExtent;
import io.slidestream.slides.RgbImage;
import io.slidestream.slides.SlideException;
import io.slidestream.slides.SlideProperties;
import io.slidestream.slides.SlideReader;
import io.slidestream.slides.Thumbnail;
import io.slidestream.slides.jpeg.JpegException;
import io.slidestream.slides.jpeg.TileCache;
import io.slidestream.slides.openslide.OpenSlideReader;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A slide whose JPEG tiles are decoded and put together here. Whatever is not plain (a level of another kind, a tile the
 * decoder stumbles over) is left to OpenSlide, region by region, so that its pixels and its exceptions are OpenSlide's.
 */
final class DirectReader implements SlideReader {
    private static final Logger LOG = LoggerFactory.getLogger(DirectReader.class);
    /** OpenSlide paints larger regions in squares of this side, each placed by itself. */
    private static final int PIECE_PX = 4096;

    private static final int WHITE = 0xffffff;

    private final SlideProperties properties;
    private final List<Optional<DirectLevel>> levels;
    private final JpegTiles tiles;
    private final TileCache cache;
    private final OpenSlideReader openSlide;
    private final ReadWriteLock lock = new ReentrantReadWriteLock();
    private boolean closed;

    /** A read that OpenSlide does instead. */
    @FunctionalInterface
    private interface Instead<T> {
        T read() throws SlideException;
    }

    /** A read of a level that is decoded here. */
    @FunctionalInterface
    private interface Direct<T> {
        T read(DirectLevel level) throws JpegException, SlideException;
    }

    /**
     * @param tiles owned from now on, and what the cache knows this slide by
     * @param openSlide owned from now on
     */
    DirectReader(
            SlideProperties properties,
            List<Optional<DirectLevel>> levels,
            JpegTiles tiles,
            TileCache cache,
            OpenSlideReader openSlide) {
        this.properties = properties;
        this.levels = List.copyOf(levels);
        this.tiles = tiles;
        this.cache = cache;
        this.openSlide = openSlide;
    }

    @Override
    public SlideProperties properties() {
        return properties;
    }

    @Override
    public RgbImage read(Level0Region region, int level) throws SlideException {
        LevelExtent extent = LevelExtent.of(properties, region, level);
        return direct(level, direct -> paint(direct, extent), () -> openSlide.read(region, level));
    }

    @Override
    public Excerpt excerpt(Level0Region region, int level, int maxReduction) throws SlideException {
        LevelExtent extent = LevelExtent.of(properties, region, level);
        return direct(
                level,
                direct -> excerpt(direct, extent, maxReduction),
                () -> SlideReader.super.excerpt(region, level, maxReduction));
    }

    @Override
    public RgbImage thumbnail(int maxSidePx) throws SlideException {
        return new Thumbnail(properties, maxSidePx)
                .draw((level, level0Y, rows) -> direct(
                        level.index(),
                        direct -> paint(
                                direct, new LevelExtent(0, level0Y, level.downsample(), (int) level.widthPx(), rows)),
                        () -> openSlide.rows(level, level0Y, rows)));
    }

    @Override
    public RgbImage associatedImage(String name) throws SlideException {
        return openSlide.associatedImage(name);
    }

    @Override
    public String readerName() {
        return "direct JPEG (" + decoder() + "), " + openSlide.readerName();
    }

    @Override
    public String decoder() {
        return tiles.library().label();
    }

    @Override
    public void close() {
        Lock write = lock.writeLock();
        write.lock();
        try {
            if (!closed) {
                closed = true;
                tiles.close();
                cache.forget(tiles);
                openSlide.close();
            }
        } finally {
            write.unlock();
        }
    }

    private <T> T direct(int level, Direct<T> read, Instead<T> instead) throws SlideException {
        Optional<DirectLevel> direct = levels.get(level);
        if (direct.isPresent()) {
            Lock shared = lock.readLock();
            shared.lock();
            try {
                if (closed) {
                    throw new IllegalStateException("the slide is closed");
                }
                return read.read(direct.get());
            } catch (JpegException e) {
                LOG.debug("OpenSlide is asked: {}", e.getMessage());
            } finally {
                shared.unlock();
            }
        }
        return instead.read();
    }

    private static Excerpt excerpt(DirectLevel level, LevelExtent extent, int maxReduction)
            throws JpegException, SlideException {
        int reduction = level.reduction(maxReduction);
        boolean inside = extent.x() + extent.widthPx() <= level.jpeg().widthPx()
                && extent.y() + extent.heightPx() <= level.jpeg().heightPx();
        return reduction > 1 || (extent.isAligned() && inside)
                ? TiledExcerpt.of(level, extent, reduction)
                : Excerpt.of(paint(level, extent));
    }

    private static RgbImage paint(DirectLevel level, LevelExtent extent) throws JpegException, SlideException {
        int[] rgb = new int[extent.widthPx() * extent.heightPx()];
        for (int top = 0; top < extent.heightPx(); top += PIECE_PX) {
            for (int left = 0; left < extent.widthPx(); left += PIECE_PX) {
                LevelExtent piece = new LevelExtent(
                        (long) (extent.level0X() + left * extent.downsample()),
                        (long) (extent.level0Y() + top * extent.downsample()),
                        extent.downsample(),
                        Math.min(PIECE_PX, extent.widthPx() - left),
                        Math.min(PIECE_PX, extent.heightPx() - top));
                paint(level, piece, rgb, extent.widthPx(), top * extent.widthPx() + left);
            }
        }
        return new RgbImage(extent.widthPx(), extent.heightPx(), rgb);
    }

    private static void paint(DirectLevel level, LevelExtent piece, int[] rgb, int stride, int origin)
            throws JpegException, SlideException {
        if (!piece.isAligned()) {
            new BlendedPainter(level, rgb, stride)
                    .paint(piece.x(), piece.y(), piece.widthPx(), piece.heightPx(), origin);
            return;
        }
        if (piece.x() + piece.widthPx() > level.jpeg().widthPx()
                || piece.y() + piece.heightPx() > level.jpeg().heightPx()) {
            for (int row = 0; row < piece.heightPx(); row++) {
                Arrays.fill(rgb, origin + row * stride, origin + row * stride + piece.widthPx(), WHITE);
            }
        }
        new AlignedPainter(level, rgb, stride)
                .paint((long) piece.x(), (long) piece.y(), piece.widthPx(), piece.heightPx(), origin);
    }
}

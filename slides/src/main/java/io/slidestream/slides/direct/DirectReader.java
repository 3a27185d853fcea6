package io.slidestream.slides.direct;

import io.slidestream.contracts.Level0Region;
import io.slidestream.slides.Excerpt;
import io.slidestream.slides.LevelExtent;
import io.slidestream.slides.RgbImage;
import io.slidestream.slides.SlideException;
import io.slidestream.slides.SlideProperties;
import io.slidestream.slides.SlideReader;
import io.slidestream.slides.Thumbnail;
import io.slidestream.slides.codec.CodecException;
import io.slidestream.slides.codec.TileCache;
import io.slidestream.slides.codec.TileCodec;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;

/**
 * A slide whose tiles are decoded and put together here. Whatever is not plain (a level of another kind, a tile the decoder
 * stumbles over) is left to the {@link Remainder}, region by region.
 */
public final class DirectReader implements SlideReader {
    /** OpenSlide paints larger regions in squares of this side, each placed by itself. */
    private static final int PIECE_PX = 4096;

    private static final int WHITE = 0xffffff;

    private final SlideProperties properties;
    private final List<Optional<DirectLevel>> levels;
    private final TileCodec codec;
    private final Object identity;
    private final TileCache cache;
    private final Remainder rest;
    private final ReadWriteLock lock = new ReentrantReadWriteLock();
    private boolean closed;

    /** A read that another does instead. */
    @FunctionalInterface
    private interface Instead<T> {
        T read(String why) throws SlideException;
    }

    /** A read of a level that is decoded here. */
    @FunctionalInterface
    private interface Direct<T> {
        T read(DirectLevel level) throws CodecException, SlideException;
    }

    /**
     * @param levels the slide's, of which the first is decoded here; empty for those that are not
     * @param missing what their missing tiles are, level by level
     * @param rest owned from now on
     */
    public DirectReader(
            SlideProperties properties,
            List<Optional<CodedLevel>> levels,
            List<MissingTiles> missing,
            TileCache cache,
            Remainder rest) {
        this.properties = properties;
        this.cache = cache;
        this.rest = rest;
        identity = new Object();
        codec = levels.get(0).orElseThrow().codec();
        List<Optional<DirectLevel>> direct = new ArrayList<>();
        for (int i = 0; i < levels.size(); i++) {
            int index = i;
            direct.add(levels.get(i)
                    .map(level -> new DirectLevel(identity, index, new LevelTiles(level), missing.get(index), cache)));
        }
        this.levels = direct;
    }

    @Override
    public SlideProperties properties() {
        return properties;
    }

    @Override
    public RgbImage read(Level0Region region, int level) throws SlideException {
        LevelExtent extent = LevelExtent.of(properties, region, level);
        return direct(level, direct -> paint(direct, extent), why -> rest.read(region, level, why));
    }

    @Override
    public Excerpt excerpt(Level0Region region, int level, int maxReduction) throws SlideException {
        LevelExtent extent = LevelExtent.of(properties, region, level);
        return direct(
                level,
                direct -> excerpt(direct, extent, maxReduction),
                why -> Excerpt.of(rest.read(region, level, why)));
    }

    @Override
    public void expect(List<Level0Region> regions, int level) {
        levels.get(level)
                .map(DirectLevel::coded)
                .filter(CodedLevel::comesFromAfar)
                .ifPresent(coded -> coded.expect(regions.stream()
                        .map(region -> LevelExtent.of(properties, region, level))
                        .flatMap(extent -> tiles(coded, extent).stream())
                        .distinct()
                        .toList()));
    }

    @Override
    public RgbImage thumbnail(int maxSidePx) throws SlideException {
        return new Thumbnail(properties, maxSidePx)
                .draw((level, level0Y, rows) -> direct(
                        level.index(),
                        direct -> paint(
                                direct, new LevelExtent(0, level0Y, level.downsample(), (int) level.widthPx(), rows)),
                        why -> rest.rows(level, level0Y, rows, why)));
    }

    @Override
    public RgbImage associatedImage(String name) throws SlideException {
        if (!properties.associatedImages().contains(name)) {
            throw new IllegalArgumentException(
                    "no associated image '" + name + "', only " + String.join(", ", properties.associatedImages()));
        }
        return rest.associatedImage(name);
    }

    @Override
    public String readerName() {
        String other = rest.readerName();
        return "direct " + codec.coding() + " (" + decoder() + ")" + (other.isEmpty() ? "" : ", " + other);
    }

    @Override
    public String decoder() {
        return codec.label();
    }

    @Override
    public void close() {
        Lock write = lock.writeLock();
        write.lock();
        try {
            if (!closed) {
                closed = true;
                levels.forEach(level -> level.ifPresent(DirectLevel::close));
                cache.forget(identity);
                rest.close();
            }
        } finally {
            write.unlock();
        }
    }

    private <T> T direct(int level, Direct<T> read, Instead<T> instead) throws SlideException {
        Optional<DirectLevel> direct = levels.get(level);
        String why = "level " + level + " is of another kind";
        if (direct.isPresent()) {
            Lock shared = lock.readLock();
            shared.lock();
            try {
                if (closed) {
                    throw new IllegalStateException("the slide is closed");
                }
                return read.read(direct.get());
            } catch (CodecException e) {
                why = String.valueOf(e.getMessage());
            } finally {
                shared.unlock();
            }
        }
        return instead.read(why);
    }

    private static void expect(DirectLevel level, LevelExtent extent) {
        if (level.coded().comesFromAfar()) {
            level.coded().expect(tiles(level.coded(), extent));
        }
    }

    /** Those whose pixels the extent shows, with a pixel's margin for what lies between pixels. */
    private static List<Integer> tiles(CodedLevel level, LevelExtent extent) {
        return TileWindow.tiles(
                level, (long) extent.x(), (long) extent.y(), extent.widthPx() + 1, extent.heightPx() + 1);
    }

    private static Excerpt excerpt(DirectLevel level, LevelExtent extent, int maxReduction)
            throws CodecException, SlideException {
        expect(level, extent);
        int reduction = level.reduction(maxReduction);
        boolean inside = extent.x() + extent.widthPx() <= level.coded().widthPx()
                && extent.y() + extent.heightPx() <= level.coded().heightPx();
        return reduction > 1 || (extent.isAligned() && inside)
                ? TiledExcerpt.of(level, extent, reduction)
                : Excerpt.of(paint(level, extent));
    }

    private static RgbImage paint(DirectLevel level, LevelExtent extent) throws CodecException, SlideException {
        expect(level, extent);
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
            throws CodecException, SlideException {
        if (!piece.isAligned()) {
            new BlendedPainter(level, rgb, stride)
                    .paint(piece.x(), piece.y(), piece.widthPx(), piece.heightPx(), origin);
            return;
        }
        if (piece.x() + piece.widthPx() > level.coded().widthPx()
                || piece.y() + piece.heightPx() > level.coded().heightPx()) {
            for (int row = 0; row < piece.heightPx(); row++) {
                Arrays.fill(rgb, origin + row * stride, origin + row * stride + piece.widthPx(), WHITE);
            }
        }
        new AlignedPainter(level, rgb, stride)
                .paint((long) piece.x(), (long) piece.y(), piece.widthPx(), piece.heightPx(), origin);
    }
}

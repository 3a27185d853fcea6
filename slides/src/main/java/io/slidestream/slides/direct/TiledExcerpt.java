package io.slidestream.slides.direct;

import io.slidestream.slides.Excerpt;
import io.slidestream.slides.LevelExtent;
import io.slidestream.slides.PixelBox;
import io.slidestream.slides.PixelRuns;
import io.slidestream.slides.SlideException;
import io.slidestream.slides.codec.CachedTile;
import io.slidestream.slides.codec.CodecException;
import java.nio.IntBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/*
 * The pixels of a reduced wavelet are shifted, so a region that ends where a tile does has a share of a pixel in the next tile.
 * To decode that for a quarter of one pixel would cost a block of 14 by 14 tiles another 29. The last pixel is taken
 * for it, always, so that what is given does not hang on what was decoded before.
 */
/** Pixels that still lie in the decoded tiles. */
final class TiledExcerpt implements Excerpt {
    private static final int WHITE = 0xffffff;

    private final int widthPx;
    private final int heightPx;
    private final int reduction;
    private final PixelBox region;
    /** Without what is repeated. */
    private final int tiledWidthPx;

    private final int tiledHeightPx;
    private final List<Part> parts = new ArrayList<>();

    private boolean copied;

    private record Part(TileWindow window, Optional<CachedTile> tile) {}

    private TiledExcerpt(Span across, Span down, int reduction, PixelBox region) {
        this.reduction = reduction;
        widthPx = across.count() + across.repeated();
        heightPx = down.count() + down.repeated();
        tiledWidthPx = across.count();
        tiledHeightPx = down.count();
        this.region = region;
    }

    /**
     * Pixels in one direction.
     *
     * @param repeated 1 where the last of them stands for another, else 0
     */
    private record Span(long first, int count, int repeated) {
        /** @param shift by which the end reaches into a pixel */
        static Span of(double from, double length, double shift, int tilePx, long levelPx) {
            long first = (long) from;
            long end = Math.min((long) Math.ceil(from + length), levelPx);
            int repeated = shift > 0 && end - first > 1 && (end - 1) % tilePx == 0 && from + length - (end - 1) <= shift
                    ? 1
                    : 0;
            return new Span(first, (int) (end - first) - repeated, repeated);
        }
    }

    /**
     * Decodes what the extent shows.
     *
     * @throws CodecException if a tile has to be left to OpenSlide
     */
    static TiledExcerpt of(DirectLevel level, LevelExtent extent, int reduction) throws CodecException, SlideException {
        double shift = level.coded().codec().shift(reduction);
        double left = extent.x() / reduction + shift;
        double top = extent.y() / reduction + shift;
        double width = (double) extent.widthPx() / reduction;
        double height = (double) extent.heightPx() / reduction;
        Span across = Span.of(
                left,
                width,
                shift,
                level.coded().tileWidthPx() / reduction,
                ceilDiv(level.coded().widthPx(), reduction));
        Span down = Span.of(
                top,
                height,
                shift,
                level.coded().tileHeightPx() / reduction,
                ceilDiv(level.coded().heightPx(), reduction));
        PixelBox box = new PixelBox(
                left - across.first(),
                top - down.first(),
                Math.min(width, across.first() + across.count() + across.repeated() - left),
                Math.min(height, down.first() + down.count() + down.repeated() - top));
        TiledExcerpt excerpt = new TiledExcerpt(across, down, reduction, box);
        boolean complete = false;
        try {
            TileWindow.<CodecException, SlideException>visit(
                    level.coded(),
                    reduction,
                    across.first(),
                    down.first(),
                    across.count(),
                    down.count(),
                    window -> excerpt.parts.add(new Part(window, level.tile(window.tile(), reduction))));
            complete = true;
            return excerpt;
        } finally {
            if (!complete) {
                excerpt.close();
            }
        }
    }

    @Override
    public int widthPx() {
        return widthPx;
    }

    @Override
    public int heightPx() {
        return heightPx;
    }

    @Override
    public int reduction() {
        return reduction;
    }

    @Override
    public PixelBox region() {
        return region;
    }

    @Override
    public void copyTo(PixelRuns target) {
        copied = true;
        for (Part part : parts) {
            TileWindow window = part.window();
            IntBuffer pixels = part.tile().map(tile -> tile.pixels().pixels()).orElseGet(() -> blank(window));
            int stride = part.tile().map(tile -> tile.pixels().widthPx()).orElse(0);
            int from = stride == 0 ? 0 : window.inTileY() * stride + window.inTileX();
            for (int row = 0; row < window.heightPx(); row++) {
                int at = from + row * stride;
                int y = window.y() + row;
                run(target, window, y, pixels, at);
                if (y == tiledHeightPx - 1 && heightPx > tiledHeightPx) {
                    run(target, window, y + 1, pixels, at);
                }
            }
        }
    }

    private void run(PixelRuns target, TileWindow window, int y, IntBuffer pixels, int at) {
        target.run(window.x(), y, pixels, at, window.widthPx());
        int end = window.x() + window.widthPx();
        if (end == tiledWidthPx && widthPx > tiledWidthPx) {
            target.run(end, y, pixels, at + window.widthPx() - 1, 1);
        }
    }

    @Override
    public void close() {
        for (Part part : parts) {
            int taken = copied ? part.window().widthPx() * part.window().heightPx() : 0;
            part.tile().ifPresent(tile -> tile.close(taken));
        }
        parts.clear();
    }

    /** One white row, for every row of the window. */
    private static IntBuffer blank(TileWindow window) {
        int[] row = new int[window.widthPx()];
        Arrays.fill(row, WHITE);
        return IntBuffer.wrap(row);
    }

    private static long ceilDiv(long value, int divisor) {
        return (value + divisor - 1) / divisor;
    }
}

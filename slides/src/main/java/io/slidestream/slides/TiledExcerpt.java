package io.slidestream.slides;

import io.slidestream.slides.jpeg.CachedTile;
import io.slidestream.slides.jpeg.JpegException;
import java.nio.IntBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Pixels that still lie in the decoded tiles. */
final class TiledExcerpt implements Excerpt {
    private static final int WHITE = 0xffffff;

    private final int widthPx;
    private final int heightPx;
    private final PixelBox region;
    private final List<Part> parts = new ArrayList<>();

    private record Part(TileWindow window, Optional<CachedTile> tile) {}

    private TiledExcerpt(int widthPx, int heightPx, PixelBox region) {
        this.widthPx = widthPx;
        this.heightPx = heightPx;
        this.region = region;
    }

    /**
     * Decodes what the extent shows.
     *
     * @throws JpegException if a tile has to be left to OpenSlide
     */
    static TiledExcerpt of(DirectLevel level, LevelExtent extent, int reduction) throws JpegException, SlideException {
        double left = extent.x() / reduction;
        double top = extent.y() / reduction;
        double width = (double) extent.widthPx() / reduction;
        double height = (double) extent.heightPx() / reduction;
        long x = (long) left;
        long y = (long) top;
        long right =
                Math.min((long) Math.ceil(left + width), ceilDiv(level.jpeg().widthPx(), reduction));
        long bottom =
                Math.min((long) Math.ceil(top + height), ceilDiv(level.jpeg().heightPx(), reduction));
        PixelBox box = new PixelBox(left - x, top - y, Math.min(width, right - left), Math.min(height, bottom - top));
        TiledExcerpt excerpt = new TiledExcerpt((int) (right - x), (int) (bottom - y), box);
        boolean complete = false;
        try {
            TileWindow.<JpegException, SlideException>visit(
                    level.jpeg(),
                    reduction,
                    x,
                    y,
                    excerpt.widthPx,
                    excerpt.heightPx,
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
    public PixelBox region() {
        return region;
    }

    @Override
    public void copyTo(PixelRuns target) {
        int[] run = new int[widthPx];
        for (Part part : parts) {
            TileWindow window = part.window();
            if (part.tile().isPresent()) {
                copy(part.tile().get(), window, run, target);
            } else {
                Arrays.fill(run, WHITE);
                for (int row = 0; row < window.heightPx(); row++) {
                    target.run(window.x(), window.y() + row, run, 0, window.widthPx());
                }
            }
        }
    }

    @Override
    public void close() {
        parts.forEach(part -> part.tile().ifPresent(CachedTile::close));
        parts.clear();
    }

    private static void copy(CachedTile tile, TileWindow window, int[] run, PixelRuns target) {
        IntBuffer pixels = tile.pixels().pixels();
        int stride = tile.pixels().widthPx();
        int from = window.inTileY() * stride + window.inTileX();
        for (int row = 0; row < window.heightPx(); row++) {
            pixels.get(from + row * stride, run, 0, window.widthPx());
            target.run(window.x(), window.y() + row, run, 0, window.widthPx());
        }
    }

    private static long ceilDiv(long value, int divisor) {
        return (value + divisor - 1) / divisor;
    }
}

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

/** Pixels that still lie in the decoded tiles. */
final class TiledExcerpt implements Excerpt {
    private static final int WHITE = 0xffffff;

    private final int widthPx;
    private final int heightPx;
    private final int reduction;
    private final PixelBox region;
    private final List<Part> parts = new ArrayList<>();

    private boolean copied;

    private record Part(TileWindow window, Optional<CachedTile> tile) {}

    private TiledExcerpt(int widthPx, int heightPx, int reduction, PixelBox region) {
        this.reduction = reduction;
        this.widthPx = widthPx;
        this.heightPx = heightPx;
        this.region = region;
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
        long x = (long) left;
        long y = (long) top;
        long right =
                Math.min((long) Math.ceil(left + width), ceilDiv(level.coded().widthPx(), reduction));
        long bottom =
                Math.min((long) Math.ceil(top + height), ceilDiv(level.coded().heightPx(), reduction));
        PixelBox box = new PixelBox(left - x, top - y, Math.min(width, right - left), Math.min(height, bottom - top));
        TiledExcerpt excerpt = new TiledExcerpt((int) (right - x), (int) (bottom - y), reduction, box);
        boolean complete = false;
        try {
            TileWindow.<CodecException, SlideException>visit(
                    level.coded(),
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
                target.run(window.x(), window.y() + row, pixels, from + row * stride, window.widthPx());
            }
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

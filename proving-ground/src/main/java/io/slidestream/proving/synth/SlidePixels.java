package io.slidestream.proving.synth;

import io.slidestream.contracts.Level0Region;
import io.slidestream.slides.RgbImage;
import io.slidestream.slides.SlideException;
import io.slidestream.slides.SlideReader;
import io.slidestream.synthetic.PixelSource;
import io.slidestream.synthetic.SlideShape;
import java.io.IOException;

/*
 * A slide smaller than the one to be made is laid out again and again, every other copy mirrored, so that no seam shows.
 * Its sides are cut to odd numbers: copies then repeat every 2 x odd pixels, tiles are multiples of 16, so no two tiles
 * cut out the same pixels before eight copies and, for tiles of 256 px, 128. Of a larger slide the middle is taken.
 */
/** Pixels of a real slide. Small slides are kept in memory, large ones read when wanted. */
final class SlidePixels implements PixelSource {
    private static final long MAX_KEPT_PX = 1L << 26;

    private final SlideReader source;
    private final int tilePx;
    private final int widthPx;
    private final int heightPx;
    private final int left;
    private final int top;
    private final int[] kept;

    SlidePixels(SlideReader source, SlideShape shape) throws SlideException {
        this.source = source;
        tilePx = shape.tilePx();
        widthPx = odd(source.properties().widthPx());
        heightPx = odd(source.properties().heightPx());
        left = Math.max(0, (widthPx - shape.widthPx()) / 2);
        top = Math.max(0, (heightPx - shape.heightPx()) / 2);
        kept = (long) widthPx * heightPx <= MAX_KEPT_PX
                ? source.read(new Level0Region(0, 0, widthPx, heightPx), 0).rgb()
                : new int[0];
    }

    @Override
    public void tile(int column, int row, int[] rgb) throws IOException {
        int[] xs = mirrored(left + (long) column * tilePx, widthPx);
        int[] ys = mirrored(top + (long) row * tilePx, heightPx);
        int firstX = min(xs);
        int firstY = min(ys);
        int[] pixels = kept;
        int stride = widthPx;
        int offset = 0;
        if (kept.length == 0) {
            RgbImage part = read(new Level0Region(firstX, firstY, max(xs) - firstX + 1, max(ys) - firstY + 1));
            pixels = part.rgb();
            stride = part.widthPx();
            offset = -firstY * stride - firstX;
        }
        for (int y = 0; y < tilePx; y++) {
            int from = ys[y] * stride + offset;
            for (int x = 0; x < tilePx; x++) {
                rgb[y * tilePx + x] = pixels[from + xs[x]];
            }
        }
    }

    private RgbImage read(Level0Region region) throws IOException {
        try {
            return source.read(region, 0);
        } catch (SlideException e) {
            throw new IOException(e.getMessage(), e);
        }
    }

    /** Indices in the source of the pixels of a tile's side. */
    private int[] mirrored(long first, int sidePx) {
        int[] places = new int[tilePx];
        for (int i = 0; i < tilePx; i++) {
            int at = (int) ((first + i) % (2L * sidePx));
            places[i] = at < sidePx ? at : 2 * sidePx - 1 - at;
        }
        return places;
    }

    private static int odd(long sidePx) {
        return Math.toIntExact(sidePx - 1 + (sidePx & 1));
    }

    private static int min(int[] values) {
        int min = values[0];
        for (int value : values) {
            min = Math.min(min, value);
        }
        return min;
    }

    private static int max(int[] values) {
        int max = values[0];
        for (int value : values) {
            max = Math.max(max, value);
        }
        return max;
    }
}

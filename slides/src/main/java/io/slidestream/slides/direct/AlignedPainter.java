package io.slidestream.slides.direct;

import io.slidestream.slides.SlideException;
import io.slidestream.slides.codec.CachedTile;
import io.slidestream.slides.codec.CodecException;
import java.nio.IntBuffer;
import java.util.Arrays;
import java.util.Optional;

/** Copies tiles into a picture whose corner lies between pixels of the level. Holds one tile at a time. */
final class AlignedPainter {
    private static final int WHITE = 0xffffff;

    private final DirectLevel level;
    private final int[] rgb;
    private final int stride;

    /** @param stride pixels in a row of the picture */
    AlignedPainter(DirectLevel level, int[] rgb, int stride) {
        this.level = level;
        this.rgb = rgb;
        this.stride = stride;
    }

    /**
     * Paints what lies inside the level and leaves the rest as it is.
     *
     * @param origin of the rectangle in the picture
     */
    void paint(long x, long y, int widthPx, int heightPx, int origin) throws CodecException, SlideException {
        TileWindow.<CodecException, SlideException>visit(
                level.coded(), 1, x, y, widthPx, heightPx, window -> paint(window, origin));
    }

    private void paint(TileWindow window, int origin) throws CodecException, SlideException {
        Optional<CachedTile> decoded = level.tile(window.tile(), 1);
        int to = origin + window.y() * stride + window.x();
        if (decoded.isEmpty()) {
            for (int row = 0; row < window.heightPx(); row++, to += stride) {
                Arrays.fill(rgb, to, to + window.widthPx(), WHITE);
            }
            return;
        }
        CachedTile tile = decoded.get();
        IntBuffer pixels = tile.pixels().pixels();
        int tileWidth = level.coded().tileWidthPx();
        int from = window.inTileY() * tileWidth + window.inTileX();
        for (int row = 0; row < window.heightPx(); row++, to += stride, from += tileWidth) {
            pixels.get(from, rgb, to, window.widthPx());
            makeOpaque(to, window.widthPx());
        }
        tile.close(window.widthPx() * window.heightPx());
    }

    /** Clears what the decoder leaves in the upper byte, while the row is in the processor's nearest cache. */
    private void makeOpaque(int from, int count) {
        for (int i = from; i < from + count; i++) {
            rgb[i] &= WHITE;
        }
    }
}

package io.slidestream.slides.direct;

import io.slidestream.slides.jpeg.JpegTables;

/**
 * A level that lies in the file as JPEG tiles.
 *
 * @param columns tiles in a row
 * @param offsets of the tiles in the file, row by row
 * @param byteCounts of the tiles; 0 where a tile is missing
 */
@SuppressWarnings("ArrayRecordComponent") // a large slide has 600,000 tiles; identity is never compared
public record JpegLevel(
        long widthPx,
        long heightPx,
        int tileWidthPx,
        int tileHeightPx,
        int columns,
        JpegTables tables,
        long[] offsets,
        long[] byteCounts) {
    /** Larger tiles than any scanner's are left to OpenSlide: 16 MB decoded. */
    static final int MAX_TILE_PX = 1 << 22;

    /** No JPEG of a tile is larger than this; what follows it in the file is none of it. */
    int maxTileBytes() {
        return 4 * tileWidthPx * tileHeightPx + (1 << 16);
    }

    /** Whether both sides of a tile can be divided by the reduction. */
    public boolean dividesBy(int reduction) {
        return tileWidthPx % reduction == 0 && tileHeightPx % reduction == 0;
    }
}

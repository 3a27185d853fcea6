package io.slidestream.slides.codec;

/**
 * The way in which the tiles of a level are coded, with all that they share (tables, colours). Immutable, safe for
 * concurrent use. One class a codec; it knows nothing of the file that the tiles lie in.
 */
public interface TileCodec {
    /** The decoder as a label for metrics and people: {@code libturbojpeg}, {@code imageio}, {@code raw}. */
    String label();

    /** The coding for people: {@code JPEG}, {@code uncompressed}. */
    String coding();

    /** A tile can be decoded at a size reduced by each power of two up to this: 1, 2, 4 or 8. */
    int maxReduction();

    /**
     * How far the centre of a reduced pixel lies before the centre of the pixels that it stands for, in reduced pixels: 0
     * where it is their mean.
     */
    default double shift(int reduction) {
        return 0;
    }

    /** Bytes that a tile of this size takes at most; what a file announces beyond is none of it. */
    default int maxTileBytes(int widthPx, int heightPx) {
        return 4 * widthPx * heightPx + (1 << 16);
    }

    /** A decoder for one thread, which the caller closes. */
    TileDecoder newDecoder();
}

package io.slidestream.slides.direct;

import io.slidestream.slides.SlideException;
import io.slidestream.slides.codec.TileCodec;
import java.nio.ByteBuffer;
import java.util.Collection;

/**
 * A level that lies in files as coded tiles, all of one size: what a container (TIFF, DICOM) has to say of it. Safe for
 * concurrent use.
 */
public interface CodedLevel {
    /** Larger tiles than any scanner's are not decoded here: 16 MB decoded. */
    int MAX_TILE_PX = 1 << 22;

    long widthPx();

    long heightPx();

    int tileWidthPx();

    int tileHeightPx();

    TileCodec codec();

    /** Bytes that a tile is coded in; 0 where it is missing. Tiles are counted row by row. */
    int codedBytes(int tile);

    /**
     * Reads a tile's bytes, {@link #codedBytes} of them.
     *
     * @throws SlideException if the files are no longer what they were, or cannot be read now
     */
    void read(int tile, ByteBuffer target) throws SlideException;

    /** Whether it is worth saying which tiles will be read. */
    default boolean comesFromAfar() {
        return false;
    }

    /** Says which tiles will be read soon, so that their bytes come together. */
    default void expect(Collection<Integer> soon) {}

    /**
     * Height of the pieces that the file itself is cut into, which a tile may join; OpenSlide draws each by itself.
     */
    default int pieceHeightPx() {
        return tileHeightPx();
    }

    /** How OpenSlide draws the pieces. */
    enum Drawing {
        /** Pictures with transparency. */
        TRANSPARENT,
        /** Pictures without, which it interpolates with fewer bits where one of them covers all that is asked for. */
        OPAQUE
    }

    default Drawing drawing() {
        return Drawing.TRANSPARENT;
    }

    /** Tiles in a row. */
    default int columns() {
        return (int) ((widthPx() + tileWidthPx() - 1) / tileWidthPx());
    }

    default int rows() {
        return (int) ((heightPx() + tileHeightPx() - 1) / tileHeightPx());
    }

    /** Whether both sides of a tile can be divided by the reduction. */
    default boolean dividesBy(int reduction) {
        return tileWidthPx() % reduction == 0 && tileHeightPx() % reduction == 0;
    }
}

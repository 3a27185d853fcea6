package io.slidestream.slides.codec;

import java.nio.ByteBuffer;

/** Decodes one tile at a time, and keeps the memory for it. For one thread; owns native memory until close(). */
public interface TileDecoder extends AutoCloseable {
    /**
     * Makes room for a tile's bytes.
     *
     * @param tileBytes how many, at least 1
     * @return a view of just this many bytes, to be filled before {@link #decode}
     */
    ByteBuffer prepare(int tileBytes);

    /**
     * Decodes what was put where {@link #prepare} said. Time and memory are bounded by the tile's size, whatever the bytes
     * say.
     *
     * @param widthPx of the tile, which its bytes must confirm
     * @param target of the tile's size, or a half, a quarter or an eighth of it
     * @throws CodecException saying what is wrong with the bytes; the target's pixels are then undefined
     */
    void decode(int widthPx, int heightPx, TilePixels target) throws CodecException;

    @Override
    void close();
}

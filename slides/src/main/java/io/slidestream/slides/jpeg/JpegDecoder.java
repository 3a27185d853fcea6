package io.slidestream.slides.jpeg;

import io.slidestream.slides.codec.CodecException;
import io.slidestream.slides.codec.TilePixels;

/** Decodes one stream at a time. For one thread; owns native memory until close(). */
public interface JpegDecoder extends AutoCloseable {
    /**
     * Decodes as OpenSlide does: exact integer inverse transform, smooth chroma. A stream that decodes only with a
     * warning counts as damaged.
     *
     * @param target gets {@code widthPx * heightPx} pixels of the reduced size
     * @throws CodecException saying what is wrong with the stream; the target's pixels are then undefined
     */
    void decode(JpegStream stream, TilePixels target) throws CodecException;

    @Override
    void close();
}

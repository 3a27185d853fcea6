package io.slidestream.slides.direct;

import io.slidestream.slides.SlideException;
import io.slidestream.slides.codec.TileCodec;
import io.slidestream.slides.store.SlideBytes;
import java.nio.ByteBuffer;

/**
 * A level of an NDPI, or a fraction of one, that is a single JPEG without restart markers: one tile.
 *
 * @param bytes of the file, which the level does not own
 */
record NdpiWhole(SlideBytes bytes, int tileWidthPx, int tileHeightPx, TileCodec codec, long start, long length)
        implements CodedLevel {
    @Override
    public long widthPx() {
        return tileWidthPx;
    }

    @Override
    public long heightPx() {
        return tileHeightPx;
    }

    @Override
    public Drawing drawing() {
        return Drawing.OPAQUE;
    }

    @Override
    public int codedBytes(int tile) {
        return (int) Math.min(length, codec.maxTileBytes(tileWidthPx, tileHeightPx));
    }

    @Override
    public void read(int tile, ByteBuffer target) throws SlideException {
        bytes.read(start, target);
    }
}

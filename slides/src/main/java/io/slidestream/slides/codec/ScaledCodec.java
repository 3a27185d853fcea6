package io.slidestream.slides.codec;

import java.nio.ByteBuffer;

/**
 * Tiles that are shown at a fraction of the size that they are coded in.
 *
 * @param scale 2, 4 or 8, which the codec can reduce by
 */
public record ScaledCodec(TileCodec codec, int scale) implements TileCodec {
    @Override
    public String label() {
        return codec.label();
    }

    @Override
    public String coding() {
        return codec.coding();
    }

    @Override
    public int maxReduction() {
        return codec.maxReduction() / scale;
    }

    @Override
    public int maxTileBytes(int widthPx, int heightPx) {
        return codec.maxTileBytes(widthPx * scale, heightPx * scale);
    }

    @Override
    public TileDecoder newDecoder() {
        TileDecoder decoder = codec.newDecoder();
        return new TileDecoder() {
            @Override
            public ByteBuffer prepare(int tileBytes) {
                return decoder.prepare(tileBytes);
            }

            @Override
            public void decode(int widthPx, int heightPx, TilePixels target) throws CodecException {
                decoder.decode(widthPx * scale, heightPx * scale, target);
            }

            @Override
            public void close() {
                decoder.close();
            }
        };
    }
}

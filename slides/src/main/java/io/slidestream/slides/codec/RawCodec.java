package io.slidestream.slides.codec;

import java.nio.ByteBuffer;

/** Tiles that are not compressed. */
public record RawCodec(RawLayout layout) implements TileCodec {
    /** What {@link #label} says. */
    public static final String LABEL = "raw";

    @Override
    public String label() {
        return LABEL;
    }

    @Override
    public String coding() {
        return "uncompressed";
    }

    @Override
    public int maxReduction() {
        return 1;
    }

    @Override
    public TileDecoder newDecoder() {
        return new Decoder(layout);
    }

    private static final class Decoder implements TileDecoder {
        private final RawLayout layout;
        private byte[] bytes = new byte[0];
        private int count;

        Decoder(RawLayout layout) {
            this.layout = layout;
        }

        @Override
        public ByteBuffer prepare(int tileBytes) {
            if (bytes.length < tileBytes) {
                bytes = new byte[tileBytes];
            }
            count = tileBytes;
            return ByteBuffer.wrap(bytes, 0, tileBytes).slice();
        }

        @Override
        public void decode(int widthPx, int heightPx, TilePixels target) throws CodecException {
            if (count < layout.bytes(widthPx, heightPx)) {
                throw new CodecException("it has " + count + " bytes, too few");
            }
            layout.decode(bytes, widthPx, heightPx, target);
        }

        @Override
        public void close() {}
    }
}

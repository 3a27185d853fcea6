package io.slidestream.slides.codec;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * DICOM's RLE (PS3.5, Annex G): a segment of PackBits for each sample.
 *
 * @param layout of the samples, once they are unpacked: planar, or of greys
 */
public record RleCodec(RawLayout layout) implements TileCodec {
    /** What {@link #label} says. */
    public static final String LABEL = "rle";

    private static final int HEAD_BYTES = 64;
    private static final int MAX_SEGMENTS = 15;

    @Override
    public String label() {
        return LABEL;
    }

    @Override
    public String coding() {
        return "RLE";
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
        private ByteBuffer packed = ByteBuffer.allocate(0);
        private byte[] planes = new byte[0];

        Decoder(RawLayout layout) {
            this.layout = layout;
        }

        @Override
        public ByteBuffer prepare(int tileBytes) {
            if (packed.capacity() < tileBytes) {
                packed = ByteBuffer.allocate(tileBytes);
            }
            packed.clear().limit(tileBytes);
            return packed.slice();
        }

        @Override
        public void decode(int widthPx, int heightPx, TilePixels target) throws CodecException {
            int plane = widthPx * heightPx;
            if (planes.length < plane * layout.samples()) {
                planes = new byte[plane * layout.samples()];
            }
            if (packed.limit() < HEAD_BYTES) {
                throw new CodecException("it has " + packed.limit() + " bytes, too few");
            }
            packed.order(ByteOrder.LITTLE_ENDIAN);
            int segments = packed.getInt(0);
            if (segments != layout.samples() || segments > MAX_SEGMENTS) {
                throw new CodecException("it has " + segments + " segments, not " + layout.samples());
            }
            for (int i = 0; i < segments; i++) {
                unpack(packed.getInt(4 + 4 * i), i * plane, plane);
            }
            layout.decode(planes, widthPx, heightPx, target);
        }

        @Override
        public void close() {}

        private void unpack(int segment, int to, int count) throws CodecException {
            if (segment < HEAD_BYTES || segment >= packed.limit()) {
                throw new CodecException("a segment lies outside it");
            }
            int at = segment;
            int written = 0;
            while (written < count) {
                if (at + 1 >= packed.limit()) {
                    throw new CodecException("a segment ends after " + written + " of " + count + " samples");
                }
                int head = packed.get(at++);
                if (head >= 0) {
                    int run = Math.min(head + 1, count - written);
                    if (run > packed.limit() - at) {
                        throw new CodecException("a segment ends after " + written + " of " + count + " samples");
                    }
                    packed.get(at, planes, to + written, run);
                    at += head + 1;
                    written += run;
                } else if (head != -128) {
                    int run = Math.min(1 - head, count - written);
                    java.util.Arrays.fill(planes, to + written, to + written + run, packed.get(at++));
                    written += run;
                }
            }
        }
    }
}

package io.slidestream.slides.jpeg;

import io.slidestream.slides.codec.CodecException;
import io.slidestream.slides.codec.TileCodec;
import io.slidestream.slides.codec.TileDecoder;
import io.slidestream.slides.codec.TilePixels;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/*
 * A restart interval begins anew: differences of brightness from 0, bits at a whole byte. So intervals that lie under one
 * another in a long JPEG make a JPEG of their own, one interval wide, once their markers are numbered from 0 again. A decoder
 * then starts once for 32 strips and not for each. The pixels are those of each strip decoded by itself as long as a strip is one row
 * of blocks whose chroma is not halved downwards, where the decoder would smooth over the seam.
 */
/**
 * Tiles that are strips of a long JPEG, one under the other. A tile's bytes are the number of its strips, their lengths (32
 * bits each, big endian), and the strips, each with the marker that ends it.
 *
 * @param head of the long JPEG
 */
public record StripJpegCodec(JpegLibrary library, JpegHead head) implements TileCodec {
    private static final int RESTART = 0xd0;

    @Override
    public String label() {
        return library.label();
    }

    @Override
    public String coding() {
        return "JPEG";
    }

    @Override
    public int maxReduction() {
        return library.maxReduction();
    }

    @Override
    public int maxTileBytes(int widthPx, int heightPx) {
        return TileCodec.super.maxTileBytes(widthPx, heightPx) + heightPx / head.groupHeightPx() * (1 << 10);
    }

    @Override
    public TileDecoder newDecoder() {
        return new Bench(library.newDecoder());
    }

    private static JpegTables noTables(JpegColour colour) {
        try {
            return JpegTables.of(new byte[0], colour);
        } catch (CodecException e) {
            throw new IllegalStateException("no tables are no fault", e);
        }
    }

    /** Decoder and buffers of one thread. */
    private final class Bench implements TileDecoder {
        private final JpegDecoder decoder;
        private final JpegStream stream = new JpegStream();
        private final JpegTables tables = noTables(head.colour());
        private ByteBuffer raw = ByteBuffer.allocate(1 << 16);

        Bench(JpegDecoder decoder) {
            this.decoder = decoder;
        }

        @Override
        public ByteBuffer prepare(int tileBytes) {
            if (raw.capacity() < tileBytes) {
                raw = ByteBuffer.allocate(tileBytes + tileBytes / 2);
            }
            raw.clear().limit(tileBytes);
            return raw.slice();
        }

        @Override
        public void decode(int widthPx, int heightPx, TilePixels target) throws CodecException {
            List<ByteBuffer> strips = strips(heightPx / head.groupHeightPx());
            int height = strips.size() * head.groupHeightPx();
            int length = head.lengthBytes();
            for (ByteBuffer strip : strips) {
                length += strip.remaining();
            }
            ByteBuffer joined = stream.prepare(tables, length);
            joined.put(head.resized(widthPx, height));
            for (int i = 0; i < strips.size(); i++) {
                ByteBuffer strip = strips.get(i);
                joined.put(strip);
                joined.put(joined.position() - 1, (byte) (i == strips.size() - 1 ? Marker.EOI : RESTART + i % 8));
            }
            stream.assemble(tables, widthPx, height);
            decoder.decode(stream, target);
        }

        @Override
        public void close() {
            decoder.close();
        }

        /** @throws CodecException if a strip does not end where a marker is */
        private List<ByteBuffer> strips(int most) throws CodecException {
            int count = raw.limit() < Integer.BYTES ? 0 : raw.getInt(0);
            if (count < 1 || count > most || raw.limit() < (1 + count) * Integer.BYTES) {
                throw new CodecException("the table of its restart markers is damaged");
            }
            List<ByteBuffer> strips = new ArrayList<>(count);
            int at = (1 + count) * Integer.BYTES;
            for (int i = 0; i < count; i++) {
                int length = raw.getInt((1 + i) * Integer.BYTES);
                if (length < 3 || length > raw.limit() - at || raw.get(at + length - 2) != (byte) 0xff) {
                    throw new CodecException("a restart marker is not where its table says");
                }
                int marker = raw.get(at + length - 1) & 0xff;
                if (marker != Marker.EOI && (marker < RESTART || marker > RESTART + 7)) {
                    throw new CodecException("a restart marker is not where its table says");
                }
                strips.add(raw.slice(at, length));
                at += length;
            }
            return strips;
        }
    }
}

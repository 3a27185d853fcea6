package io.slidestream.slides.jpeg;

import io.slidestream.slides.codec.CodecException;
import io.slidestream.slides.codec.TileCodec;
import io.slidestream.slides.codec.TileDecoder;
import io.slidestream.slides.codec.TilePixels;
import java.nio.ByteBuffer;

/*
 * A restart interval begins anew: differences of brightness from 0, bits at a whole byte. So intervals that lie under one
 * another in a long JPEG make a JPEG of their own, one interval wide, once their markers are numbered from 0 again. A decoder
 * then starts once for 32 strips and not for each. The pixels are those of each strip decoded by itself as long as a strip is one row
 * of blocks whose chroma is not halved downwards, where the decoder would smooth over the seam.
 *
 * The strips are read to where the decoder takes them from, with room for the head before them. The table that precedes them
 * becomes part of that head, as a comment, so nothing is moved.
 */
/**
 * Tiles that are strips of a long JPEG, one under the other. A tile's bytes are the number of its strips, their lengths (32
 * bits each, big endian), and the strips, each with the marker that ends it.
 *
 * @param jpeg which the strips are together
 * @param head of the long JPEG
 */
public record StripJpegCodec(JpegCodec jpeg, JpegHead head) implements TileCodec {
    private static final int RESTART = 0xd0;
    private static final int MARKER_BYTES = 2;
    private static final int MAX_SEGMENT_BYTES = (1 << 16) - 1;

    @Override
    public String label() {
        return jpeg.label();
    }

    @Override
    public String coding() {
        return jpeg.coding();
    }

    @Override
    public int maxReduction() {
        return jpeg.maxReduction();
    }

    @Override
    public int maxTileBytes(int widthPx, int heightPx) {
        return jpeg.maxTileBytes(widthPx, heightPx) + heightPx / head.groupHeightPx() * (1 << 10);
    }

    @Override
    public TileDecoder newDecoder() {
        return new Joiner(jpeg.newDecoder());
    }

    /** Makes one stream of a tile's strips. */
    private final class Joiner implements TileDecoder {
        private final TileDecoder decoder;
        private ByteBuffer stream = ByteBuffer.allocate(0);

        Joiner(TileDecoder decoder) {
            this.decoder = decoder;
        }

        @Override
        public ByteBuffer prepare(int tileBytes) {
            stream = decoder.prepare(Math.addExact(head.lengthBytes(), tileBytes));
            return stream.slice(head.lengthBytes(), tileBytes);
        }

        @Override
        public void decode(int widthPx, int heightPx, TilePixels target) throws CodecException {
            int count = numberMarkers(heightPx / head.groupHeightPx());
            int height = count * head.groupHeightPx();
            byte[] resized = head.resized(widthPx, height);
            int tableBytes = tableBytes(count);
            stream.put(0, resized, 0, MARKER_BYTES);
            stream.putShort(MARKER_BYTES, (short) (0xff00 | Marker.COM));
            stream.putShort(2 * MARKER_BYTES, (short) (tableBytes - MARKER_BYTES));
            stream.put(tableBytes + MARKER_BYTES, resized, MARKER_BYTES, resized.length - MARKER_BYTES);
            decoder.decode(widthPx, height, target);
        }

        @Override
        public void close() {
            decoder.close();
        }

        /**
         * Numbers the markers that end the strips from 0, and ends the last.
         *
         * @return how many strips there are
         * @throws CodecException if a strip does not end where a marker is
         */
        private int numberMarkers(int most) throws CodecException {
            int table = head.lengthBytes();
            int count = stream.limit() - table < Integer.BYTES ? 0 : stream.getInt(table);
            if (count < 1
                    || count > most
                    || tableBytes(count) > MAX_SEGMENT_BYTES
                    || stream.limit() - table < tableBytes(count)) {
                throw new CodecException("the table of its restart markers is damaged");
            }
            int at = table + tableBytes(count);
            for (int i = 0; i < count; i++) {
                int length = stream.getInt(table + (1 + i) * Integer.BYTES);
                if (length < 3 || length > stream.limit() - at) {
                    throw misplaced();
                }
                at += length;
                int marker = stream.get(at - 1) & 0xff;
                boolean ends = marker == Marker.EOI || (marker >= RESTART && marker <= RESTART + 7);
                if (stream.get(at - 2) != (byte) 0xff || !ends) {
                    throw misplaced();
                }
                stream.put(at - 1, (byte) (i == count - 1 ? Marker.EOI : RESTART + i % 8));
            }
            return count;
        }

        private static int tableBytes(int strips) {
            return (1 + strips) * Integer.BYTES;
        }

        private static CodecException misplaced() {
            return new CodecException("a restart marker is not where its table says");
        }
    }
}

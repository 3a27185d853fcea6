package io.slidestream.synthetic;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;

/** JPEG in strips of one row of blocks, between which restart markers stand. Chroma is halved in columns at most. */
final class StripEncoding {
    /** Height of a strip. */
    static final int ROWS = 8;

    private static final int HALF_COLUMNS = 1;
    private static final int FULL_CHROMA = 0;
    private static final int FRAME = 0xc0;
    private static final int SCAN = 0xda;
    private static final int MIN_STRIP_PX = 64;

    private final JpegFormat format;
    private final int blockPx;

    StripEncoding(JpegFormat format) {
        this.format = format;
        blockPx = format.colour() == JpegColour.YCBCR_444 ? 8 : 16;
    }

    TileEncoder newEncoder() {
        return new TurboJpegEncoder(format, blockPx == 8 ? FULL_CHROMA : HALF_COLUMNS);
    }

    /** The widest strip up to a bound that divides the row; 0 where there is none worth a marker. */
    int stripPx(int widthPx, int maxPx) {
        for (int strip = maxPx / blockPx * blockPx; strip >= MIN_STRIP_PX; strip -= blockPx) {
            if (widthPx % strip == 0) {
                return strip;
            }
        }
        return 0;
    }

    /** All before the first scan's bytes; a width that does not fit into 16 bits is written as 0, as Hamamatsu does. */
    byte[] head(int widthPx, int heightPx, int stripPx) throws IOException {
        byte[] sample;
        try (TileEncoder encoder = newEncoder()) {
            sample = encoder.encode(new int[stripPx * ROWS], stripPx, ROWS);
        }
        ByteArrayOutputStream head = new ByteArrayOutputStream();
        head.write(sample, 0, 2);
        int at = 2;
        while (true) {
            int marker = sample[at + 1] & 0xff;
            int length = length(sample, at);
            byte[] segment = Arrays.copyOfRange(sample, at, at + length);
            if (marker == FRAME) {
                put(segment, 5, heightPx > 0xffff ? 0 : heightPx);
                put(segment, 7, widthPx > 0xffff ? 0 : widthPx);
            }
            if (marker == SCAN) {
                int interval = stripPx / blockPx;
                head.writeBytes(new byte[] {(byte) 0xff, (byte) 0xdd, 0, 4, (byte) (interval >> 8), (byte) interval});
                head.writeBytes(segment);
                return head.toByteArray();
            }
            head.writeBytes(segment);
            at += length;
        }
    }

    /** The coded bytes of a JPEG's one scan, without its end marker. */
    static byte[] scan(byte[] jpeg) {
        int at = 2;
        while ((jpeg[at + 1] & 0xff) != SCAN) {
            at += length(jpeg, at);
        }
        return Arrays.copyOfRange(jpeg, at + length(jpeg, at), jpeg.length - 2);
    }

    private static int length(byte[] jpeg, int at) {
        return 2 + ((jpeg[at + 2] & 0xff) << 8 | jpeg[at + 3] & 0xff);
    }

    private static void put(byte[] segment, int at, int value) {
        segment[at] = (byte) (value >> 8);
        segment[at + 1] = (byte) value;
    }
}

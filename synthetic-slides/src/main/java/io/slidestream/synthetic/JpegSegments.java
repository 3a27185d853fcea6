package io.slidestream.synthetic;

import java.io.ByteArrayOutputStream;

/**
 * A JPEG file taken apart as TIFF's technical note 2 wants it: tables here, the rest there. Encoders that use the
 * standard Huffman tables give every file of one quality the same tables.
 */
final class JpegSegments {
    private static final int APP0 = 0xe0;
    private static final int QUANTISATION = 0xdb;
    private static final int HUFFMAN = 0xc4;
    private static final int SCAN = 0xda;

    private final ByteArrayOutputStream tables = new ByteArrayOutputStream();
    private final ByteArrayOutputStream rest = new ByteArrayOutputStream();

    private JpegSegments() {}

    static JpegSegments of(byte[] jpeg) {
        JpegSegments segments = new JpegSegments();
        segments.tables.write(jpeg, 0, 2);
        segments.rest.write(jpeg, 0, 2);
        int at = 2;
        while (marker(jpeg, at) != SCAN) {
            boolean table = marker(jpeg, at) == QUANTISATION || marker(jpeg, at) == HUFFMAN;
            (table ? segments.tables : segments.rest).write(jpeg, at, length(jpeg, at));
            at += length(jpeg, at);
        }
        segments.rest.write(jpeg, at, jpeg.length - at);
        segments.tables.write(0xff);
        segments.tables.write(0xd9);
        return segments;
    }

    /** Removes the JFIF segment, which promises YCbCr. */
    static byte[] withoutJfif(byte[] jpeg) {
        if (marker(jpeg, 2) != APP0) {
            return jpeg;
        }
        int length = length(jpeg, 2);
        byte[] bare = new byte[jpeg.length - length];
        System.arraycopy(jpeg, 0, bare, 0, 2);
        System.arraycopy(jpeg, 2 + length, bare, 2, bare.length - 2);
        return bare;
    }

    byte[] tables() {
        return tables.toByteArray();
    }

    byte[] withoutTables() {
        return rest.toByteArray();
    }

    private static int marker(byte[] jpeg, int at) {
        return jpeg[at + 1] & 0xff;
    }

    private static int length(byte[] jpeg, int at) {
        return 2 + ((jpeg[at + 2] & 0xff) << 8 | jpeg[at + 3] & 0xff);
    }
}

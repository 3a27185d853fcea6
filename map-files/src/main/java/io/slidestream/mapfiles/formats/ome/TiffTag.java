package io.slidestream.mapfiles.formats.ome;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/**
 * One entry of a TIFF directory.
 *
 * @param type as in a BigTIFF; offsets, of type LONG8, are 32-bit LONGs in a classic TIFF
 * @param values of a RATIONAL the numerator and the denominator
 */
@SuppressWarnings("ArrayRecordComponent") // identity is never compared
record TiffTag(int tag, int type, long[] values) {
    private static final int ASCII = 2;
    private static final int SHORT = 3;
    private static final int LONG = 4;
    private static final int RATIONAL = 5;
    private static final int LONG8 = 16;

    static TiffTag shorts(int tag, long... values) {
        return new TiffTag(tag, SHORT, values);
    }

    static TiffTag longs(int tag, long... values) {
        return new TiffTag(tag, LONG, values);
    }

    /** Places in the file, or lengths of its parts. */
    static TiffTag offsets(int tag, long... values) {
        return new TiffTag(tag, LONG8, values);
    }

    static TiffTag rational(int tag, long numerator, long denominator) {
        return new TiffTag(tag, RATIONAL, new long[] {numerator, denominator});
    }

    static TiffTag ascii(int tag, String text) {
        byte[] bytes = (text + '\0').getBytes(StandardCharsets.US_ASCII);
        long[] values = new long[bytes.length];
        for (int i = 0; i < bytes.length; i++) {
            values[i] = bytes[i];
        }
        return new TiffTag(tag, ASCII, values);
    }

    int type(OmeTiff.Kind kind) {
        return type == LONG8 && kind == OmeTiff.Kind.CLASSIC ? LONG : type;
    }

    int count() {
        return type == RATIONAL ? values.length / 2 : values.length;
    }

    byte[] bytes(OmeTiff.Kind kind) {
        int size = switch (type(kind)) {
            case ASCII -> 1;
            case SHORT -> 2;
            case LONG8 -> 8;
            default -> 4;
        };
        ByteBuffer bytes = ByteBuffer.allocate(values.length * size).order(ByteOrder.LITTLE_ENDIAN);
        for (long value : values) {
            switch (size) {
                case 1 -> bytes.put((byte) value);
                case 2 -> bytes.putShort((short) value);
                case 4 -> bytes.putInt((int) value);
                default -> bytes.putLong(value);
            }
        }
        return bytes.array();
    }
}

package io.slidestream.synthetic;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.OptionalDouble;
import java.util.TreeMap;

/*
 * Entries of 12 bytes as in a classic TIFF, then the next directory's offset in 8 bytes, then 4 bytes for each entry: the
 * upper half of its value or offset.
 */
/** One directory of an NDPI. */
final class NdpiDirectory {
    /** Place of the first directory's offset. */
    static final long FIRST_LINK = 4;

    private static final int ASCII = 2;
    private static final int SHORT = 3;
    private static final int LONG = 4;
    private static final int RATIONAL = 5;
    private static final int SLONG = 9;
    private static final int FLOAT = 11;

    private static final double PIXELS_PER_CM_AT_UNKNOWN = 20_000;
    private static final int MACRO_LENS = -1;

    private final OptionalDouble mpp;
    private final int level;
    private final int widthPx;
    private final int heightPx;
    private final TreeMap<Integer, Entry> entries = new TreeMap<>();

    private record Entry(int type, long count, long value) {}

    NdpiDirectory(OptionalDouble mpp, int level, int widthPx, int heightPx) {
        this.mpp = mpp;
        this.level = level;
        this.widthPx = widthPx;
        this.heightPx = heightPx;
    }

    /** The overview's. */
    static NdpiDirectory macro(int widthPx, int heightPx) {
        return new NdpiDirectory(OptionalDouble.empty(), MACRO_LENS, widthPx, heightPx);
    }

    static byte[] header() {
        return ByteBuffer.allocate(16)
                .order(ByteOrder.LITTLE_ENDIAN)
                .put((byte) 'I')
                .put((byte) 'I')
                .putShort((short) 42)
                .array();
    }

    static ByteBuffer link(long offset) {
        return ByteBuffer.allocate(8)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(offset)
                .rewind();
    }

    /**
     * Sets the entries and gives what lies outside them.
     *
     * @param position where these bytes will lie
     * @param strips offsets of the restart intervals from the JPEG's start; none where it has no markers
     */
    byte[] values(long position, long start, long end, long[] strips) {
        boolean large = strips.length > 0 && strips[strips.length - 1] > 0xffff_ffffL;
        byte[] make = "Hamamatsu\0".getBytes(StandardCharsets.US_ASCII);
        ByteBuffer out = ByteBuffer.allocate(make.length + 24 + strips.length * (large ? 8 : 4) + 8)
                .order(ByteOrder.LITTLE_ENDIAN);
        put(256, LONG, 1, widthPx);
        put(257, LONG, 1, heightPx);
        put(259, SHORT, 1, 7);
        put(262, SHORT, 1, 6);
        put(271, ASCII, make.length, position + out.position());
        out.put(make);
        put(273, LONG, 1, start);
        put(277, SHORT, 1, 3);
        put(278, LONG, 1, heightPx);
        put(279, LONG, 1, end - start);
        double perCm =
                mpp.isPresent() ? 10_000 / mpp.getAsDouble() / Math.pow(Mosaic.STEP, level) : PIXELS_PER_CM_AT_UNKNOWN;
        for (int tag = 282; tag <= 283; tag++) {
            put(tag, RATIONAL, 1, position + out.position());
            out.putInt((int) Math.round(perCm * 1000)).putInt(1000);
        }
        put(296, SHORT, 1, mpp.isPresent() ? 3 : 2);
        put(65_420, LONG, 1, 1);
        double lens = level == MACRO_LENS ? -1 : 10 / mpp.orElse(0.5) / Math.pow(Mosaic.STEP, level);
        put(65_421, FLOAT, 1, Float.floatToIntBits((float) lens) & 0xffff_ffffL);
        put(65_424, SLONG, 1, 0);
        if (strips.length > 0) {
            put(65_426, LONG, strips.length, position + out.position());
            for (long strip : strips) {
                out.putInt((int) strip);
            }
        }
        if (large) {
            put(65_432, LONG, strips.length, position + out.position());
            for (long strip : strips) {
                out.putInt((int) (strip >>> 32));
            }
        }
        if (strips.length == 1) {
            put(65_426, LONG, 1, strips[0]);
        }
        byte[] bytes = new byte[out.position()];
        out.get(0, bytes);
        return bytes;
    }

    byte[] entries() {
        ByteBuffer out = ByteBuffer.allocate(2 + entries.size() * 16 + 8).order(ByteOrder.LITTLE_ENDIAN);
        out.putShort((short) entries.size());
        entries.forEach((tag, entry) -> out.putShort(tag.shortValue())
                .putShort((short) entry.type())
                .putInt((int) entry.count())
                .putInt((int) entry.value()));
        out.putLong(0);
        entries.values().forEach(entry -> out.putInt((int) (entry.value() >>> 32)));
        return out.array();
    }

    /** Place of the next directory's offset in {@link #entries}. */
    long linkAt() {
        return 2 + entries.size() * 12L;
    }

    private void put(int tag, int type, long count, long value) {
        entries.put(tag, new Entry(type, count, value));
    }
}

package io.slidestream.synthetic;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.List;
import java.util.TreeMap;

/** One directory of a TIFF in the making; entries are written in order of their tags. */
final class TiffDirectory {
    private static final int ASCII = 2;
    private static final int SHORT = 3;
    private static final int LONG = 4;
    private static final int RATIONAL = 5;
    private static final int UNDEFINED = 7;
    private static final int LONG8 = 16;

    private final TreeMap<Integer, Field> fields = new TreeMap<>();
    private List<TiffDirectory> below = List.of();
    private int belowTag;

    /** One entry; its type is given as in a classic TIFF. */
    static final class Field {
        private final int tag;
        private final int type;
        private final long[] values;
        private long offset;

        private Field(int tag, int type, long... values) {
            this.tag = tag;
            this.type = type;
            this.values = values;
        }

        /** Sets the offset at which {@link #bytes} were written, if they do not fit into the entry. */
        void placeAt(long newOffset) {
            offset = newOffset;
        }

        byte[] bytes(TiffWriter.Kind kind) {
            int size = size(kind);
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

        /** A rational is two numbers. */
        int count() {
            return type == RATIONAL ? values.length / 2 : values.length;
        }

        private int type(TiffWriter.Kind kind) {
            return kind == TiffWriter.Kind.BIG && type == LONG ? LONG8 : type;
        }

        private int size(TiffWriter.Kind kind) {
            return switch (type) {
                case ASCII, UNDEFINED -> 1;
                case SHORT -> 2;
                case RATIONAL -> 4;
                default -> kind.offsetBytes();
            };
        }
    }

    TiffDirectory shorts(int tag, long... values) {
        return put(new Field(tag, SHORT, values));
    }

    /** Numbers of 32 bits, of 64 in a BigTIFF. */
    TiffDirectory longs(int tag, long... values) {
        return put(new Field(tag, LONG, values));
    }

    TiffDirectory ascii(int tag, String text) {
        return put(new Field(tag, ASCII, values((text + '\0').getBytes(StandardCharsets.US_ASCII))));
    }

    TiffDirectory undefined(int tag, byte[] bytes) {
        return put(new Field(tag, UNDEFINED, values(bytes)));
    }

    /** A positive number, to three digits after the point. */
    TiffDirectory rational(int tag, double value) {
        return put(new Field(tag, RATIONAL, Math.round(value * 1000), 1000));
    }

    /** Directories that this one refers to, and that are not in the file's chain. */
    TiffDirectory below(int tag, List<TiffDirectory> directories) {
        below = List.copyOf(directories);
        belowTag = tag;
        return longs(tag, new long[below.size()]);
    }

    List<TiffDirectory> below() {
        return below;
    }

    /** Sets where the directories below were written. */
    void placeBelow(long... offsets) {
        Field unused = fields.remove(belowTag);
        longs(belowTag, offsets);
    }

    Collection<Field> fields() {
        return fields.values();
    }

    /** More than the directory and its values can take. */
    long maxBytes() {
        return fields.values().stream()
                        .mapToLong(f -> f.values.length * 8L + 32)
                        .sum()
                + 16;
    }

    int entriesBytes(TiffWriter.Kind kind) {
        return kind.countBytes() + fields.size() * (4 + 2 * kind.offsetBytes()) + kind.offsetBytes();
    }

    byte[] entries(TiffWriter.Kind kind, long next) {
        ByteBuffer entries = ByteBuffer.allocate(entriesBytes(kind)).order(ByteOrder.LITTLE_ENDIAN);
        putNumber(entries, fields.size(), kind.countBytes());
        for (Field field : fields.values()) {
            entries.putShort((short) field.tag).putShort((short) field.type(kind));
            putNumber(entries, field.count(), kind.offsetBytes());
            byte[] bytes = field.bytes(kind);
            if (bytes.length <= kind.offsetBytes()) {
                entries.put(bytes).put(new byte[kind.offsetBytes() - bytes.length]);
            } else {
                putNumber(entries, field.offset, kind.offsetBytes());
            }
        }
        putNumber(entries, next, kind.offsetBytes());
        return entries.array();
    }

    private static long[] values(byte[] bytes) {
        long[] values = new long[bytes.length];
        for (int i = 0; i < bytes.length; i++) {
            values[i] = bytes[i];
        }
        return values;
    }

    private TiffDirectory put(Field field) {
        fields.put(field.tag, field);
        return this;
    }

    private static void putNumber(ByteBuffer buffer, long value, int size) {
        switch (size) {
            case 2 -> buffer.putShort((short) value);
            case 4 -> buffer.putInt((int) value);
            default -> buffer.putLong(value);
        }
    }
}

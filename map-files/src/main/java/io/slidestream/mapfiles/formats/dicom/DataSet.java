package io.slidestream.mapfiles.formats.dicom;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;

/** DICOM attributes by tag, {@code 0xGGGGEEEE}, encoded in explicit VR little endian; texts are UTF-8. */
final class DataSet {
    private static final Set<String> LONG_FORM = Set.of("OB", "OW", "OF", "OD", "OL", "SQ", "UT", "UC");

    private final TreeMap<Integer, Value> values = new TreeMap<>();

    @SuppressWarnings("ArrayRecordComponent") // identity is never compared
    private record Value(String vr, byte[] bytes) {}

    static DataSet of(Consumer<DataSet> content) {
        DataSet set = new DataSet();
        content.accept(set);
        return set;
    }

    /** No text: an attribute of no value, as type 2 allows. Values must fit their VR. */
    DataSet text(int tag, String vr, String... texts) {
        byte[] bytes = String.join("\\", texts).getBytes(StandardCharsets.UTF_8);
        return put(tag, vr, padded(bytes, vr.equals("UI") ? 0 : ' '));
    }

    DataSet us(int tag, int... numbers) {
        ByteBuffer bytes = buffer(2 * numbers.length);
        for (int number : numbers) {
            bytes.putShort((short) number);
        }
        return put(tag, "US", bytes.array());
    }

    /** @param vr UL, SL or OL */
    DataSet longs(int tag, String vr, int... numbers) {
        ByteBuffer bytes = buffer(4 * numbers.length);
        for (int number : numbers) {
            bytes.putInt(number);
        }
        return put(tag, vr, bytes.array());
    }

    DataSet fl(int tag, float number) {
        return put(tag, "FL", buffer(4).putFloat(number).array());
    }

    DataSet fd(int tag, double number) {
        return put(tag, "FD", buffer(8).putDouble(number).array());
    }

    /** Numbers of 64 bits, any number of them. */
    DataSet doubles(int tag, double... numbers) {
        ByteBuffer bytes = buffer(8 * numbers.length);
        for (double number : numbers) {
            bytes.putDouble(number);
        }
        return put(tag, "OD", bytes.array());
    }

    /** A tag as value. */
    DataSet at(int tag, int pointer) {
        return put(
                tag,
                "AT",
                buffer(4)
                        .putShort((short) (pointer >>> 16))
                        .putShort((short) pointer)
                        .array());
    }

    DataSet sequence(int tag, List<DataSet> items) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (DataSet item : items) {
            byte[] content = item.encoded();
            bytes.writeBytes(buffer(8)
                    .putShort((short) 0xFFFE)
                    .putShort((short) 0xE000)
                    .putInt(content.length)
                    .array());
            bytes.writeBytes(content);
        }
        return put(tag, "SQ", bytes.toByteArray());
    }

    /** A sequence of one item. */
    DataSet item(int tag, Consumer<DataSet> content) {
        return sequence(tag, List.of(of(content)));
    }

    /** A sequence of one coded concept. */
    DataSet code(int tag, Code code) {
        return item(tag, code::into);
    }

    DataSet put(int tag, String vr, byte[] bytes) {
        if (bytes.length > 0xFFFF && !LONG_FORM.contains(vr)) {
            throw new IllegalArgumentException(
                    String.format("attribute %08X of VR %s takes 65535 bytes, had %d", tag, vr, bytes.length));
        }
        values.put(tag, new Value(vr, bytes));
        return this;
    }

    byte[] encoded() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        values.forEach((tag, value) -> {
            out.writeBytes(header(tag, value.vr, value.bytes.length));
            out.writeBytes(value.bytes);
        });
        return out.toByteArray();
    }

    /** @param length of the value, at most 4 GB; read as an unsigned number */
    static byte[] header(int tag, String vr, int length) {
        boolean wide = LONG_FORM.contains(vr);
        ByteBuffer header = buffer(wide ? 12 : 8).putShort((short) (tag >>> 16)).putShort((short) tag);
        header.put(vr.getBytes(StandardCharsets.US_ASCII));
        if (wide) {
            header.putShort((short) 0).putInt(length);
        } else {
            header.putShort((short) length);
        }
        return header.array();
    }

    private static byte[] padded(byte[] bytes, int with) {
        if (bytes.length % 2 == 0) {
            return bytes;
        }
        byte[] even = java.util.Arrays.copyOf(bytes, bytes.length + 1);
        even[bytes.length] = (byte) with;
        return even;
    }

    private static ByteBuffer buffer(int size) {
        return ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
    }
}

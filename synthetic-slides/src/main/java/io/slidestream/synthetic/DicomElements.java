package io.slidestream.synthetic;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;

/** Elements of a data set, in the order in which they are added, which is that of their tags. */
final class DicomElements {
    private static final List<String> LONG_FORMS = List.of("OB", "OW", "OV", "SQ");

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final DicomForm.Syntax syntax;

    DicomElements(DicomForm.Syntax syntax) {
        this.syntax = syntax;
    }

    /** Empty elements of the same syntax, as of an item. */
    DicomElements fresh() {
        return new DicomElements(syntax);
    }

    ByteOrder order() {
        return syntax == DicomForm.Syntax.BIG_ENDIAN ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN;
    }

    byte[] bytes() {
        return bytes.toByteArray();
    }

    DicomElements text(int tag, String form, String text) {
        byte[] value = text.getBytes(StandardCharsets.US_ASCII);
        byte[] even = java.util.Arrays.copyOf(value, value.length + value.length % 2);
        if (even.length > value.length && !form.equals("UI")) {
            even[value.length] = ' ';
        }
        return add(tag, form, even);
    }

    DicomElements decimals(int tag, double first, double second) {
        return text(tag, "DS", String.format(Locale.ROOT, "%.10g\\%.10g", first, second));
    }

    DicomElements u16(int tag, int value) {
        return add(tag, "US", buffer(2).putShort((short) value).array());
    }

    DicomElements u32(int tag, long value) {
        return add(tag, "UL", buffer(4).putInt((int) value).array());
    }

    DicomElements s32(int tag, int value) {
        return add(tag, "SL", buffer(4).putInt(value).array());
    }

    DicomElements f32(int tag, double value) {
        return add(tag, "FL", buffer(4).putFloat((float) value).array());
    }

    DicomElements longs(int tag, long[] values) {
        ByteBuffer value = buffer(8 * values.length);
        for (long each : values) {
            value.putLong(each);
        }
        return add(tag, "OV", value.array());
    }

    /** A sequence and its items, all of stated length. */
    DicomElements sequence(int tag, List<DicomElements> items) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (DicomElements item : items) {
            byte[] value = item.bytes();
            all.writeBytes(tag(0xFFFE_E000));
            all.writeBytes(buffer(4).putInt(value.length).array());
            all.writeBytes(value);
        }
        return add(tag, "SQ", all.toByteArray());
    }

    DicomElements add(int tag, String form, byte[] value) {
        head(tag, form, value.length);
        bytes.writeBytes(value);
        return this;
    }

    /** The head of an element whose value follows elsewhere; -1 is undefined. */
    DicomElements head(int tag, String form, int length) {
        bytes.writeBytes(tag(tag));
        if (syntax == DicomForm.Syntax.IMPLICIT) {
            bytes.writeBytes(buffer(4).putInt(length).array());
            return this;
        }
        bytes.writeBytes(form.getBytes(StandardCharsets.US_ASCII));
        if (LONG_FORMS.contains(form)) {
            bytes.writeBytes(buffer(6).putShort((short) 0).putInt(length).array());
        } else {
            bytes.writeBytes(buffer(2).putShort((short) length).array());
        }
        return this;
    }

    private byte[] tag(int tag) {
        return buffer(4).putShort((short) (tag >>> 16)).putShort((short) tag).array();
    }

    private ByteBuffer buffer(int length) {
        return ByteBuffer.allocate(length).order(order());
    }
}

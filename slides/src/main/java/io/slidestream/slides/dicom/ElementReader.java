package io.slidestream.slides.dicom;

import io.slidestream.slides.SlideException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.BitSet;

/*
 * A header may hold the positions of a million frames. So nothing becomes an object that is not asked for: the reader stands
 * at one element, of which the caller takes the value, or enters the items, or neither. Each step is checked against the
 * sequence, the item and the file that it lies in, and their number is bounded, so a header of nonsense ends in seconds.
 */
/** Walks the elements of a data set in the order of the file, each visited once. For one thread. */
public final class ElementReader {
    private static final int WINDOW_BYTES = 1 << 14;
    private static final int MAX_DEPTH = 32;
    private static final long MAX_ELEMENTS = 1L << 26;
    private static final int LONGEST_NUMBER = 256;
    private static final long UNDEFINED = 0xffff_ffffL;
    private static final BitSet LONG_FORMS = new BitSet();

    static {
        for (String form : "OB OD OF OL OV OW SQ SV UC UN UR UT UV".split(" ", -1)) {
            LONG_FORMS.set(form.charAt(0) << 8 | form.charAt(1));
        }
    }

    private final DicomBytes bytes;
    private final ByteBuffer window = ByteBuffer.allocate(WINDOW_BYTES).limit(0);
    private long windowAt;
    private ByteOrder order = ByteOrder.LITTLE_ENDIAN;
    private Form form = Form.EXPLICIT;
    private long elements;

    private long position;
    private long limit;
    private Closing closing = Closing.LENGTH;

    private int tag;
    private int representation;
    private long valueAt;
    private long length;
    private boolean passed = true;

    /** Whether elements say what their values are. */
    enum Form {
        EXPLICIT,
        IMPLICIT
    }

    /** What ends an item. */
    private enum Closing {
        LENGTH,
        DELIMITER
    }

    /** Takes the elements of an item, by {@link #next}; need not take all. */
    @FunctionalInterface
    public interface ItemVisitor {
        void item(int index) throws DicomException, SlideException;
    }

    ElementReader(DicomBytes bytes, long position) {
        this.bytes = bytes;
        this.position = position;
        limit = bytes.length();
        window.order(order);
    }

    void encode(Form newForm, ByteOrder newOrder) {
        form = newForm;
        order = newOrder;
        window.order(order);
    }

    /** Goes on to the next element of the item, or of the data set; false where it ends. */
    public boolean next() throws DicomException, SlideException {
        pass();
        if (closing == Closing.LENGTH && position >= limit) {
            return false;
        }
        header();
        if (tag == Tags.ITEM_END && closing == Closing.DELIMITER) {
            passed = true;
            position = valueAt;
            return false;
        }
        if (tag >>> 16 == 0xfffe) {
            throw damaged("an item begins or ends where none does");
        }
        return true;
    }

    public int tag() {
        return tag;
    }

    /** Position of the value. */
    public long valueAt() {
        return valueAt;
    }

    /** The value's length, or -1 where items end by a delimiter. */
    public long length() {
        return length;
    }

    /** Whether the value is made of 16-bit words, whose bytes big endian swaps. */
    public boolean isWords() {
        return form == Form.IMPLICIT || representation == ('O' << 8 | 'W');
    }

    public ByteOrder order() {
        return order;
    }

    DicomBytes bytes() {
        return bytes;
    }

    /** Position of the next element, when the current one is not asked for any more. */
    long position() {
        return position;
    }

    /** The value's bytes. */
    public byte[] value(int maxBytes) throws DicomException, SlideException {
        if (length < 0 || length > maxBytes) {
            throw damaged("a value has " + (length < 0 ? "no length" : length + " bytes"));
        }
        byte[] value = new byte[(int) length];
        if (value.length <= WINDOW_BYTES) {
            in(valueAt, value.length).get(at(valueAt), value);
        } else {
            bytes.read(valueAt, ByteBuffer.wrap(value));
        }
        return value;
    }

    /** The text without what pads it; parts stay separated by backslashes. */
    public String text() throws DicomException, SlideException {
        if (length > LONGEST_NUMBER * 4) {
            throw damaged("a text has " + length + " bytes");
        }
        return new String(value(LONGEST_NUMBER * 4), StandardCharsets.ISO_8859_1)
                .replace('\0', ' ')
                .strip();
    }

    /** A binary number of 2, 4 or 8 bytes, unsigned if it is shorter than 8. */
    public long number() throws DicomException, SlideException {
        return switch ((int) length) {
            case 2 -> in(valueAt, 2).getShort(at(valueAt)) & 0xffff;
            case 4 -> in(valueAt, 4).getInt(at(valueAt)) & UNDEFINED;
            case 8 -> in(valueAt, 8).getLong(at(valueAt));
            default -> throw damaged("a number has " + length + " bytes");
        };
    }

    /** A binary number that may be below 0. */
    public int signed() throws DicomException, SlideException {
        return (int) number();
    }

    /** A binary number with a fraction. */
    public double real() throws DicomException, SlideException {
        return switch ((int) length) {
            case 4 -> in(valueAt, 4).getFloat(at(valueAt));
            case 8 -> in(valueAt, 8).getDouble(at(valueAt));
            default -> throw damaged("a number has " + length + " bytes");
        };
    }

    /** A whole number in digits. */
    public long integer() throws DicomException, SlideException {
        String text = text();
        try {
            return Long.parseLong(text.startsWith("+") ? text.substring(1) : text);
        } catch (NumberFormatException e) {
            throw damaged("a number is \"" + text + "\"");
        }
    }

    /** Numbers in digits. */
    public double[] decimals() throws DicomException, SlideException {
        String text = text();
        String[] parts = text.isEmpty() ? new String[0] : text.split("\\\\", -1);
        double[] numbers = new double[parts.length];
        for (int i = 0; i < parts.length; i++) {
            try {
                numbers[i] = Double.parseDouble(parts[i].strip());
            } catch (NumberFormatException e) {
                throw damaged("a number is \"" + text + "\"");
            }
        }
        return numbers;
    }

    /** Gives the items of a sequence one after the other. */
    public void items(ItemVisitor visitor) throws DicomException, SlideException {
        long outerLimit = limit;
        Closing outerClosing = closing;
        Form outerForm = form;
        ByteOrder outerOrder = order;
        if (isUnknown()) {
            encode(Form.IMPLICIT, ByteOrder.LITTLE_ENDIAN);
        }
        long end = length < 0 ? outerLimit : valueAt + length;
        boolean delimited = length < 0;
        position = valueAt;
        limit = end;
        closing = Closing.LENGTH;
        passed = true;
        for (int index = 0; delimited || position < end; index++) {
            header();
            if (tag == Tags.SEQUENCE_END && delimited) {
                position = valueAt;
                passed = true;
                break;
            }
            if (tag != Tags.ITEM) {
                throw damaged("a sequence holds what is no item");
            }
            limit = length < 0 ? end : valueAt + length;
            closing = length < 0 ? Closing.DELIMITER : Closing.LENGTH;
            position = valueAt;
            passed = true;
            visitor.item(index);
            while (next()) {}
            limit = end;
            closing = Closing.LENGTH;
        }
        encode(outerForm, outerOrder);
        limit = outerLimit;
        closing = outerClosing;
    }

    /** Walks over what was not asked for. */
    private void pass() throws DicomException, SlideException {
        if (!passed) {
            if (length < 0) {
                Form outer = form;
                ByteOrder outerOrder = order;
                if (isUnknown()) {
                    encode(Form.IMPLICIT, ByteOrder.LITTLE_ENDIAN);
                }
                position = valueAt;
                passSequence(0);
                encode(outer, outerOrder);
            } else {
                position = valueAt + length;
            }
            passed = true;
        }
    }

    /** Walks over items up to the delimiter of their sequence. */
    private void passSequence(int depth) throws DicomException, SlideException {
        if (depth > MAX_DEPTH) {
            throw damaged("sequences lie in one another more than " + MAX_DEPTH + " deep");
        }
        while (true) {
            header();
            if (tag == Tags.SEQUENCE_END) {
                position = valueAt;
                return;
            }
            if (tag != Tags.ITEM) {
                throw damaged("a sequence holds what is no item");
            }
            position = valueAt;
            if (length >= 0) {
                position += length;
                continue;
            }
            header();
            while (tag != Tags.ITEM_END) {
                position = valueAt;
                if (length < 0) {
                    passSequence(depth + 1);
                } else {
                    position += length;
                }
                header();
            }
            position = valueAt;
        }
    }

    /** A value whose kind the writer did not know: what it holds is implicit and little endian, whatever is around it. */
    private boolean isUnknown() {
        return form == Form.EXPLICIT && representation == ('U' << 8 | 'N');
    }

    /** Reads the head of the element at the position, and checks that its value lies where it may. */
    private void header() throws DicomException, SlideException {
        if (++elements > MAX_ELEMENTS) {
            throw damaged("it has more than " + MAX_ELEMENTS + " elements");
        }
        if (limit < bytes.length() && position > limit - 8) {
            throw damaged("an item ends within an element");
        }
        ByteBuffer at = in(position, 8);
        int place = at(position);
        tag = (at.getShort(place) & 0xffff) << 16 | at.getShort(place + 2) & 0xffff;
        long announced;
        if (form == Form.IMPLICIT || tag >>> 16 == 0xfffe) {
            announced = at.getInt(place + 4) & UNDEFINED;
            representation = 0;
            valueAt = position + 8;
        } else {
            int first = at.get(place + 4) & 0xff;
            int second = at.get(place + 5) & 0xff;
            if (first < 'A' || first > 'Z' || second < 'A' || second > 'Z') {
                throw damaged("element " + name(tag) + " has no value representation");
            }
            representation = first << 8 | second;
            if (LONG_FORMS.get(representation)) {
                announced = in(position, 12).getInt(at(position) + 8) & UNDEFINED;
                valueAt = position + 12;
            } else {
                announced = at.getShort(place + 6) & 0xffff;
                valueAt = position + 8;
            }
        }
        length = announced == UNDEFINED ? -1 : announced;
        passed = false;
        if (tag == Tags.ITEM_END || tag == Tags.SEQUENCE_END) {
            length = 0;
        }
        if (length > 0 && length > limit - valueAt) {
            throw limit >= bytes.length()
                    ? beyond(valueAt + length)
                    : damaged("element " + name(tag) + " is longer than the item that it lies in");
        }
    }

    private ByteBuffer in(long from, int count) throws DicomException, SlideException {
        if (from < 0 || count > bytes.length() - from) {
            throw beyond(from + count);
        }
        if (from < windowAt || from + count > windowAt + window.limit()) {
            window.clear().limit((int) Math.min(WINDOW_BYTES, bytes.length() - from));
            windowAt = from;
            bytes.read(from, window);
            window.flip();
        }
        return window;
    }

    private int at(long place) {
        return (int) (place - windowAt);
    }

    private DicomException damaged(String what) {
        return new DicomException(DicomException.Fault.DAMAGED, what + ", at byte " + position);
    }

    private DicomException beyond(long end) {
        return new DicomException(
                DicomException.Fault.BEYOND_END, "it announces bytes up to " + end + " but has " + bytes.length());
    }

    static String name(int tag) {
        return String.format("(%04X,%04X)", tag >>> 16, tag & 0xffff);
    }
}

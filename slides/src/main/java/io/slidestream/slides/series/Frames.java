package io.slidestream.slides.series;

import io.slidestream.slides.SlideException;
import io.slidestream.slides.dicom.DicomBytes;
import io.slidestream.slides.dicom.DicomException;
import io.slidestream.slides.dicom.ElementReader;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/*
 * Where the frames of an instance lie: by arithmetic where they are not compressed, else by the Extended Offset Table, the
 * Basic Offset Table, or a walk over the items, in this order. The tables are believed only as far as each frame lies inside
 * the pixel data behind the one before. A Basic Offset Table has 32 bits, which writers let run over beyond 4 GB: an offset
 * that is lower than the one before is 4 GB higher.
 */
/** The frames of one instance, by number. Immutable, safe for concurrent use. */
final class Frames {
    private static final int ITEM_HEAD = 8;
    private static final int ITEM = 0xFFFE_E000;
    private static final int SEQUENCE_END = 0xFFFE_E0DD;
    private static final long WRAP = 1L << 32;
    private static final int MAX_FRAGMENTS = 1 << 16;

    private final DicomBytes bytes;
    private final Layout layout;
    private final ByteOrder order;
    private final long[] starts;
    private final long[] ends;

    /** How a frame lies between its start and its end. */
    private enum Layout {
        /** Just its bytes. */
        NATIVE,
        /** The same, of words whose bytes are swapped. */
        SWAPPED,
        /** One item or several, with their heads. */
        ITEMS
    }

    private Frames(DicomBytes bytes, Layout layout, ByteOrder order, long[] starts, long[] ends) {
        this.bytes = bytes;
        this.layout = layout;
        this.order = order;
        this.starts = starts;
        this.ends = ends;
    }

    /** Offset tables that precede the pixel data; empty arrays where there are none. */
    record Tables(byte[] offsets, byte[] lengths) {
        static final Tables NONE = new Tables(new byte[0], new byte[0]);
    }

    /**
     * Uncompressed frames one behind the other.
     *
     * @param pixelData which the reader stands at
     */
    static Frames uncompressed(DicomBytes bytes, ElementReader pixelData, int count, long frameBytes)
            throws DicomException {
        if (pixelData.length() < 0 || count > pixelData.length() / frameBytes) {
            throw damaged("its pixel data are " + pixelData.length() + " bytes, too few for " + count + " frames");
        }
        long[] starts = new long[count];
        long[] ends = new long[count];
        for (int i = 0; i < count; i++) {
            starts[i] = pixelData.valueAt() + i * frameBytes;
            ends[i] = starts[i] + frameBytes;
        }
        boolean swapped = pixelData.order() == ByteOrder.BIG_ENDIAN && pixelData.isWords() && frameBytes % 2 == 0;
        return new Frames(bytes, swapped ? Layout.SWAPPED : Layout.NATIVE, ByteOrder.LITTLE_ENDIAN, starts, ends);
    }

    /**
     * Compressed frames in items.
     *
     * @param firstItem position of the Basic Offset Table's head
     */
    static Frames encapsulated(DicomBytes bytes, long firstItem, int count, Tables extended)
            throws DicomException, SlideException {
        Items items = new Items(bytes);
        if (count > bytes.length() / ITEM_HEAD) {
            throw beyond(count + " frames");
        }
        if (items.at(firstItem) != ITEM) {
            throw damaged("its pixel data do not begin with an offset table");
        }
        long tableBytes = items.length();
        long first = firstItem + ITEM_HEAD + tableBytes;
        long[] starts;
        long[] ends;
        if (extended.offsets().length == 8L * count && extended.lengths().length == 8L * count) {
            starts = longs(extended.offsets(), first);
            ends = longs(extended.lengths(), 0);
            for (int i = 0; i < count; i++) {
                ends[i] = starts[i] + ITEM_HEAD + ends[i] + (ends[i] & 1);
            }
        } else if (tableBytes == 4L * count && count > 0) {
            starts = basic(bytes, firstItem + ITEM_HEAD, count, first);
            ends = new long[count];
            System.arraycopy(starts, 1, ends, 0, count - 1);
            ends[count - 1] = items.end(starts[count - 1]);
        } else {
            starts = new long[count];
            ends = new long[count];
            items.walk(first, starts, ends);
        }
        long before = first;
        for (int i = 0; i < count; i++) {
            if (starts[i] < before || ends[i] < starts[i] + ITEM_HEAD) {
                throw damaged("frame " + i + " lies where none can");
            }
            if (ends[i] > bytes.length()) {
                throw beyond("bytes up to " + ends[i]);
            }
            before = extended.offsets().length > 0 ? first : starts[i];
        }
        return new Frames(bytes, Layout.ITEMS, ByteOrder.LITTLE_ENDIAN, starts, ends);
    }

    int count() {
        return starts.length;
    }

    /** Bytes of a frame; those of several fragments may be fewer by some, which are then zeros at the end. */
    int length(int frame, int most) {
        long length = ends[frame] - starts[frame] - (layout == Layout.ITEMS ? ITEM_HEAD : 0);
        return (int) Math.min(most, length);
    }

    /** Fills the target, which is as long as {@link #length} says. */
    void read(int frame, ByteBuffer target) throws SlideException {
        if (layout != Layout.ITEMS) {
            bytes.read(starts[frame], target);
            if (layout == Layout.SWAPPED) {
                swap(target);
            }
            return;
        }
        ByteBuffer head = ByteBuffer.allocate(ITEM_HEAD).order(order);
        long at = starts[frame];
        for (int i = 0; i < MAX_FRAGMENTS && target.hasRemaining() && ends[frame] - at >= ITEM_HEAD; i++) {
            bytes.read(at, head.clear());
            long length = head.getInt(4) & 0xffff_ffffL;
            if (tag(head, 0) != ITEM) {
                break; // what was decodable decodes; the rest is reported by the decoder
            }
            long here = Math.min(target.remaining(), Math.min(length, ends[frame] - at - ITEM_HEAD));
            int limit = target.limit();
            bytes.read(at + ITEM_HEAD, target.limit(target.position() + (int) here));
            target.position(target.limit()).limit(limit);
            at += ITEM_HEAD + length;
        }
        while (target.hasRemaining()) {
            target.put((byte) 0);
        }
    }

    private static void swap(ByteBuffer words) {
        for (int i = 0; i + 1 < words.limit(); i += 2) {
            byte low = words.get(i);
            words.put(i, words.get(i + 1)).put(i + 1, low);
        }
    }

    private static long[] basic(DicomBytes bytes, long at, int count, long first)
            throws DicomException, SlideException {
        if (4L * count > bytes.length() - at) {
            throw beyond(count + " frames");
        }
        ByteBuffer table = ByteBuffer.allocate(4 * count).order(ByteOrder.LITTLE_ENDIAN);
        bytes.read(at, table);
        long[] starts = new long[count];
        long high = 0;
        long before = 0;
        for (int i = 0; i < count; i++) {
            long offset = table.getInt(4 * i) & 0xffff_ffffL;
            high += offset < before ? WRAP : 0;
            before = offset;
            starts[i] = first + high + offset;
        }
        return starts;
    }

    private static long[] longs(byte[] table, long base) throws DicomException {
        ByteBuffer values = ByteBuffer.wrap(table).order(ByteOrder.LITTLE_ENDIAN);
        long[] longs = new long[table.length / 8];
        for (int i = 0; i < longs.length; i++) {
            long value = values.getLong(8 * i);
            if (value < 0 || value > Long.MAX_VALUE / 4) {
                throw damaged("its Extended Offset Table says " + Long.toUnsignedString(value));
            }
            longs[i] = base + value;
        }
        return longs;
    }

    private static int tag(ByteBuffer head, int at) {
        return (head.getShort(at) & 0xffff) << 16 | head.getShort(at + 2) & 0xffff;
    }

    private static DicomException damaged(String what) {
        return new DicomException(DicomException.Fault.DAMAGED, what);
    }

    private static DicomException beyond(String what) {
        return new DicomException(DicomException.Fault.BEYOND_END, "it announces " + what + ", which are not there");
    }

    /** Heads of items, little endian in every compressed syntax. */
    private static final class Items {
        private final DicomBytes bytes;
        private final ByteBuffer head = ByteBuffer.allocate(ITEM_HEAD).order(ByteOrder.LITTLE_ENDIAN);

        Items(DicomBytes bytes) {
            this.bytes = bytes;
        }

        /** Reads the head at a place and gives its tag. */
        int at(long place) throws DicomException, SlideException {
            if (place < 0 || place > bytes.length() - ITEM_HEAD) {
                throw beyond("bytes up to " + (place + ITEM_HEAD));
            }
            bytes.read(place, head.clear());
            return tag(head, 0);
        }

        long length() throws DicomException {
            int length = head.getInt(4);
            if (length == -1) {
                throw damaged("an item of its pixel data has no length");
            }
            return length & 0xffff_ffffL;
        }

        /** End of the last frame, whose items end where the sequence does. */
        long end(long start) throws DicomException, SlideException {
            long at = start;
            for (int i = 0; i < MAX_FRAGMENTS; i++) {
                int tag = at(at);
                if (tag == SEQUENCE_END) {
                    return at;
                }
                if (tag != ITEM) {
                    throw damaged("its pixel data hold what is no item");
                }
                at += ITEM_HEAD + length();
                if (at >= bytes.length()) { // writers forget the delimiter
                    return at;
                }
            }
            throw damaged("its last frame has more than " + MAX_FRAGMENTS + " fragments");
        }

        /** An item a frame, or, of one frame, all. */
        void walk(long first, long[] starts, long[] ends) throws DicomException, SlideException {
            if (starts.length == 1) {
                starts[0] = first;
                ends[0] = end(first);
                return;
            }
            long at = first;
            for (int i = 0; i < starts.length; i++) {
                int tag = at(at);
                if (tag == SEQUENCE_END) {
                    throw damaged("it says " + starts.length + " frames and has " + i);
                }
                if (tag != ITEM) {
                    throw damaged("its pixel data hold what is no item");
                }
                starts[i] = at;
                at += ITEM_HEAD + length();
                ends[i] = at;
            }
            if (at <= bytes.length() - ITEM_HEAD && at(at) == ITEM) {
                throw damaged("its frames are of several items each, and no table says which");
            }
        }
    }
}

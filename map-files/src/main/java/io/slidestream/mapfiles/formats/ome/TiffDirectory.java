package io.slidestream.mapfiles.formats.ome;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Collection;
import java.util.TreeMap;

/** A TIFF directory and the values that do not fit into its entries, which follow it. */
final class TiffDirectory {
    private final TreeMap<Integer, TiffTag> tags = new TreeMap<>();

    TiffDirectory put(TiffTag tag) {
        tags.put(tag.tag(), tag);
        return this;
    }

    /** Independent of the values of offsets, so that it may be asked before they are known. */
    long size(boolean big) {
        return entries(big) + overflow(big);
    }

    /**
     * @param at where the directory will lie
     * @param next where the following one lies; 0 after the last
     */
    byte[] bytes(boolean big, long at, long next) {
        ByteBuffer out = ByteBuffer.allocate(Math.toIntExact(size(big))).order(ByteOrder.LITTLE_ENDIAN);
        number(out, tags.size(), big ? 8 : 2);
        int word = big ? 8 : 4;
        int place = entries(big);
        for (TiffTag tag : all()) {
            byte[] value = tag.bytes(big);
            out.putShort((short) tag.tag()).putShort((short) tag.type(big));
            number(out, tag.count(), word);
            if (value.length <= word) {
                out.put(value).put(new byte[word - value.length]);
            } else {
                number(out, at + place, word);
                out.put(place, value);
                place += even(value.length);
            }
        }
        number(out, next, word);
        return out.array();
    }

    private Collection<TiffTag> all() {
        return tags.values();
    }

    private int entries(boolean big) {
        return big ? 8 + tags.size() * 20 + 8 : even(2 + tags.size() * 12 + 4);
    }

    private long overflow(boolean big) {
        return all().stream()
                .mapToInt(tag -> tag.bytes(big).length)
                .filter(length -> length > (big ? 8 : 4))
                .mapToLong(TiffDirectory::even)
                .sum();
    }

    /** Directories and values begin at even places. */
    private static int even(int length) {
        return length + (length & 1);
    }

    private static void number(ByteBuffer out, long value, int size) {
        switch (size) {
            case 2 -> out.putShort((short) value);
            case 4 -> out.putInt((int) value);
            default -> out.putLong(value);
        }
    }
}

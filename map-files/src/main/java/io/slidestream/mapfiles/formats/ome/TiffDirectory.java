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
    long size(OmeTiff.Kind kind) {
        return entries(kind) + overflow(kind);
    }

    /**
     * @param at where the directory will lie
     * @param next where the following one lies; 0 after the last
     */
    byte[] bytes(OmeTiff.Kind kind, long at, long next) {
        ByteBuffer out = ByteBuffer.allocate(Math.toIntExact(size(kind))).order(ByteOrder.LITTLE_ENDIAN);
        number(out, tags.size(), kind.countBytes());
        int word = kind.offsetBytes();
        int place = entries(kind);
        for (TiffTag tag : all()) {
            byte[] value = tag.bytes(kind);
            out.putShort((short) tag.tag()).putShort((short) tag.type(kind));
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

    private int entries(OmeTiff.Kind kind) {
        return even(kind.countBytes() + tags.size() * (4 + 2 * kind.offsetBytes()) + kind.offsetBytes());
    }

    private long overflow(OmeTiff.Kind kind) {
        return all().stream()
                .mapToInt(tag -> tag.bytes(kind).length)
                .filter(length -> length > kind.offsetBytes())
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

package io.slidestream.slides;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * One change to a file.
 *
 * @param place picks where, by remainder
 * @param value what is put there, or how much is taken away
 */
record Damage(Kind kind, int place, long value) {
    enum Kind {
        /** Any byte. */
        BYTE,
        /** A byte of the first 16. */
        HEADER,
        /** The tag, type, count or value of a directory entry. */
        TAG,
        /** The tag of one entry that is another's, so that it stands twice where both are of one directory. */
        TWIN,
        TYPE,
        COUNT,
        VALUE,
        /** A tile's offset or byte count. */
        ELEMENT,
        /** One of a JPEG stream's first 700 bytes: tables, sizes, sampling. */
        JPEG_HEADER,
        /** A marker put into a JPEG stream. */
        JPEG_MARKER,
        /** The end is missing. */
        CUT,
        /** Bytes are missing in the middle, so that all that follows has moved. */
        HOLE,
        /** A page of zeros, as a download leaves that was allocated and not written. */
        ZEROS
    }

    byte[] apply(byte[] sound, byte[] file) {
        TiffPlaces places = new TiffPlaces(sound);
        ByteBuffer bytes = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
        switch (kind) {
            case BYTE -> put(bytes, place, value, 1);
            case HEADER -> put(bytes, place % 16, value, 1);
            case TAG -> put(bytes, pick(places.entries), value, 2);
            case TWIN -> put(bytes, pick(places.entries), tag(sound, neighbour(places)), 2);
            case TYPE -> put(bytes, pick(places.entries) + 2, value % 20, 2);
            case COUNT -> put(bytes, pick(places.entries) + 4, value, places.valueBytes);
            case VALUE ->
                put(bytes, pick(places.entries) + places.entryBytes - places.valueBytes, value, places.valueBytes);
            case ELEMENT -> put(bytes, pick(places.values), value, places.valueBytes);
            case JPEG_HEADER -> put(bytes, pick(places.streams) + (int) (value >>> 8 & 0xffff) % 700, value, 1);
            case JPEG_MARKER ->
                put(bytes, pick(places.streams) + (int) (value >>> 8 & 0xffff) % 2000, value << 8 | 0xff, 2);
            case CUT -> {
                return Arrays.copyOf(file, file.length == 0 ? 0 : place % file.length);
            }
            case HOLE -> {
                int from = file.length == 0 ? 0 : place % file.length;
                int to = (int) Math.min(file.length, from + 1 + (value & 0xfff));
                byte[] shorter = Arrays.copyOf(file, file.length - (to - from));
                System.arraycopy(file, to, shorter, from, file.length - to);
                return shorter;
            }
            case ZEROS -> {
                int from = file.length == 0 ? 0 : place % file.length;
                Arrays.fill(file, from, (int) Math.min(file.length, from + 1 + (value & 0x1fff)), (byte) 0);
            }
        }
        return file;
    }

    private int neighbour(TiffPlaces places) {
        int size = places.entries.size();
        return places.entries.get((int) Math.floorMod(place % size + value % 20, (long) size));
    }

    private static int tag(byte[] sound, int entry) {
        return ByteBuffer.wrap(sound).order(ByteOrder.LITTLE_ENDIAN).getShort(entry);
    }

    private int pick(java.util.List<Integer> from) {
        return from.get(place % from.size());
    }

    private static void put(ByteBuffer bytes, int where, long value, int size) {
        for (int i = 0; i < size; i++) {
            int at = bytes.capacity() == 0 ? 0 : where % bytes.capacity() + i;
            if (at < bytes.capacity()) {
                bytes.put(at, (byte) (value >>> 8 * i));
            }
        }
    }
}

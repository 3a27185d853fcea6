package io.slidestream.slides;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;

/** Where things lie in a sound little-endian TIFF or BigTIFF: what is worth damaging. */
public final class TiffPlaces {
    /** Directory entries, each of {@link #entryBytes}. */
    public final List<Integer> entries = new ArrayList<>();
    /** Values that stand outside their entries, {@link #valueBytes} each: offsets and byte counts. */
    final List<Integer> values = new ArrayList<>();
    /** First bytes of JPEG streams and tables. */
    final List<Integer> streams = new ArrayList<>();

    final int entryBytes;
    final int valueBytes;

    public TiffPlaces(byte[] tiff) {
        ByteBuffer bytes = ByteBuffer.wrap(tiff).order(ByteOrder.LITTLE_ENDIAN);
        boolean big = bytes.getShort(2) == 43;
        entryBytes = big ? 20 : 12;
        valueBytes = big ? 8 : 4;
        int directory = bytes.getInt(big ? 8 : 4);
        while (directory != 0) {
            int count = bytes.getShort(directory) & 0xffff;
            int first = directory + (big ? 8 : 2);
            for (int i = 0; i < count; i++) {
                int entry = first + i * entryBytes;
                entries.add(entry);
                addValues(bytes, entry, big);
            }
            directory = bytes.getInt(first + count * entryBytes);
        }
    }

    private void addValues(ByteBuffer bytes, int entry, boolean big) {
        int tag = bytes.getShort(entry) & 0xffff;
        int count = bytes.getInt(entry + 4);
        int value = entry + (big ? 12 : 8);
        int place = bytes.getInt(value);
        if (tag == 273 && count == 1) {
            streams.add(place);
        } else if (tag == 347) {
            streams.add(place);
        } else if (tag == 65_426 && count > 1) { // an NDPI's restart markers
            for (int i = 0; i < count; i++) {
                values.add(place + 4 * i);
            }
        } else if ((tag == 324 || tag == 325) && count > 1) {
            for (int i = 0; i < count; i++) {
                values.add(place + i * valueBytes);
                if (tag == 324 && bytes.getInt(place + i * valueBytes) != 0) {
                    streams.add(bytes.getInt(place + i * valueBytes));
                }
            }
        }
    }
}

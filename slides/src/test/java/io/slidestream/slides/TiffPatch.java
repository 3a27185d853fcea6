package io.slidestream.slides;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.function.Consumer;

/** Changes entries in the first directory of a classic little-endian TIFF. */
public final class TiffPatch {
    private final ByteBuffer tiff;

    public TiffPatch(byte[] tiff) {
        this.tiff = ByteBuffer.wrap(tiff).order(ByteOrder.LITTLE_ENDIAN);
    }

    public int firstDirectory() {
        return tiff.getInt(4);
    }

    /** Replaces a value that stands in the entry itself by a LONG. */
    public TiffPatch setLong(int tag, int value) {
        int entry = entry(tag);
        tiff.putShort(entry + 2, (short) 4).putInt(entry + 4, 1).putInt(entry + 8, value);
        return this;
    }

    /** Replaces one of the LONGs that an entry points at. */
    public TiffPatch setElement(int tag, int index, int value) {
        tiff.putInt(tiff.getInt(entry(tag) + 8) + 4 * index, value);
        return this;
    }

    public TiffPatch setNextDirectory(int offset) {
        tiff.putInt(firstDirectory() + 2 + 12 * entries(), offset);
        return this;
    }

    public TiffPatch setFirstDirectory(int offset) {
        tiff.putInt(4, offset);
        return this;
    }

    /** Makes changes in the second directory instead. */
    public TiffPatch inSecondDirectory(Consumer<TiffPatch> change) {
        int first = firstDirectory();
        setFirstDirectory(tiff.getInt(first + 2 + 12 * entries()));
        change.accept(this);
        return setFirstDirectory(first);
    }

    public byte[] bytes() {
        return tiff.array();
    }

    private int entries() {
        return tiff.getShort(firstDirectory()) & 0xffff;
    }

    private int entry(int tag) {
        for (int i = 0; i < entries(); i++) {
            int entry = firstDirectory() + 2 + 12 * i;
            if ((tiff.getShort(entry) & 0xffff) == tag) {
                return entry;
            }
        }
        throw new IllegalArgumentException("no tag " + tag);
    }
}

package io.slidestream.slides.tiff;

/**
 * One entry of a TIFF directory.
 *
 * @param type of the TIFF and BigTIFF specifications; others count as having no bytes
 * @param count number of values, as an unsigned 64-bit number
 * @param position of the first value in the file
 * @param rawValue the entry's last field, whether it holds the values or says where they lie
 */
public record TiffField(int tag, int type, long count, long position, long rawValue) {
    static int size(int type) {
        return switch (type) {
            case 1, 2, 6, 7 -> 1;
            case 3, 8 -> 2;
            case 4, 9, 11, 13 -> 4;
            case 5, 10, 12, 16, 17, 18 -> 8;
            default -> 0;
        };
    }

    /** SHORT, LONG or LONG8. */
    public boolean isUnsigned() {
        return type == 3 || type == 4 || type == 16;
    }

    /** An offset of a directory, in any type that writers choose for it. */
    boolean isOffset() {
        return type == 4 || type == 13 || type == 16 || type == 18;
    }

    /** The other entry, of the same tag, means the same to every reader. */
    boolean saysTheSame(TiffField other) {
        return type == other.type && count == other.count && rawValue == other.rawValue;
    }

    /** Of each of its values. */
    public int valueBytes() {
        return size(type);
    }

    /** {@link Long#MAX_VALUE} where it would not fit. */
    public long lengthBytes() {
        return size(type) == 0 ? 0 : count < 0 || count > Long.MAX_VALUE / 8 ? Long.MAX_VALUE : count * size(type);
    }
}

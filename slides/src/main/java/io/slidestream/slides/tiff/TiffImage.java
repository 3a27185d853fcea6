package io.slidestream.slides.tiff;

import io.slidestream.slides.ByteRange;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One directory of a TIFF, asked by tag. */
public final class TiffImage {
    private static final int MAX_ARRAY = Integer.MAX_VALUE / 8;

    private final TiffBytes bytes;
    private final Map<Integer, TiffField> fields;
    private final ByteRange place;

    /** @param place of the directory in the file */
    TiffImage(TiffBytes bytes, Map<Integer, TiffField> fields, ByteRange place) {
        this.place = place;
        this.bytes = bytes;
        this.fields = new HashMap<>(fields);
    }

    public boolean has(int tag) {
        return fields.containsKey(tag);
    }

    /** The field as it stands in the directory. */
    public Optional<TiffField> field(int tag) {
        return Optional.ofNullable(fields.get(tag));
    }

    ByteRange place() {
        return place;
    }

    /** A single number, or {@link Long#MIN_VALUE} where the field is something else. */
    public long number(int tag, long otherwise) throws IOException, TiffBytes.BeyondEndException {
        TiffField field = fields.get(tag);
        return field == null
                ? otherwise
                : field.isUnsigned() && field.count() == 1 ? bytes.values(field, 0, 1)[0] : Long.MIN_VALUE;
    }

    /** The entry's last field as it stands: an NDPI's single number, whose upper half lies elsewhere. */
    public long raw(int tag, long otherwise) {
        TiffField field = fields.get(tag);
        return field == null ? otherwise : field.rawValue();
    }

    /** Whether the field holds just this many unsigned numbers. */
    public boolean isArray(int tag, long count) {
        return isArray(fields.get(tag), count);
    }

    /** Whether the field holds just this many numbers, all of which are one value. */
    public boolean isEach(int tag, int count, long value) throws IOException, TiffBytes.BeyondEndException {
        if (!isArray(tag, count)) {
            return false;
        }
        for (long number : array(tag)) {
            if (number != value) {
                return false;
            }
        }
        return true;
    }

    /** The field's numbers; none where there is no such field or it is something else. */
    public long[] array(int tag) throws IOException, TiffBytes.BeyondEndException {
        TiffField field = fields.get(tag);
        if (field == null || !isArray(field, field.count())) {
            return new long[0];
        }
        bytes.require(field.position(), field.lengthBytes());
        long[] all = new long[(int) field.count()];
        for (int first = 0; first < all.length; first += TiffBytes.MAX_VALUES) {
            int number = Math.min(TiffBytes.MAX_VALUES, all.length - first);
            System.arraycopy(bytes.values(field, first, number), 0, all, first, number);
        }
        return all;
    }

    /** The field's bytes; none where there is no such field or it has more than {@code max}. */
    public byte[] bytes(int tag, int max) throws IOException, TiffBytes.BeyondEndException {
        TiffField field = fields.get(tag);
        return field == null ? new byte[0] : bytes.bytes(field, max);
    }

    /** Where the values lie that are not in the directory itself. */
    List<ByteRange> outside() {
        return fields.values().stream()
                .filter(field -> field.position() == field.rawValue() && field.lengthBytes() > 0)
                .map(field -> new ByteRange(field.position(), field.position() + field.lengthBytes()))
                .toList();
    }

    private static boolean isArray(@Nullable TiffField field, long count) {
        return field != null && field.isUnsigned() && field.count() == count && count >= 0 && count <= MAX_ARRAY;
    }
}

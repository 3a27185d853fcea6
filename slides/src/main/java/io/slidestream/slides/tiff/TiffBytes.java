package io.slidestream.slides.tiff;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.util.function.Consumer;

/** Numbers and directories of a TIFF file; nothing is read that was not checked to lie inside the file. */
public final class TiffBytes {
    /** Values read at a time. */
    public static final int MAX_VALUES = 8192;

    private static final int MAX_ENTRIES = 65_535;

    private final FileChannel file;
    private final long length;
    private final ByteOrder order;
    private final boolean big;

    /** A range that ends after the file does. */
    public static final class BeyondEndException extends Exception {
        private static final long serialVersionUID = 1L;

        private final long endExclusive;

        BeyondEndException(long offset, long length) {
            super("bytes " + Long.toUnsignedString(offset) + " + " + Long.toUnsignedString(length));
            long end = offset + length;
            endExclusive = offset < 0 || length < 0 || end < 0 ? Long.MAX_VALUE : end;
        }

        long endExclusive() {
            return endExclusive;
        }
    }

    /** The file begins with one of TIFF's four magic numbers. */
    public TiffBytes(FileChannel file) throws IOException {
        this.file = file;
        this.length = file.size();
        ByteBuffer magic = ByteBuffer.allocate(4);
        file.read(magic, 0);
        order = magic.get(0) == 'I' ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN;
        big = magic.order(order).getShort(2) == 43;
    }

    long length() {
        return length;
    }

    public boolean big() {
        return big;
    }

    public ByteOrder order() {
        return order;
    }

    boolean littleEndian() {
        return order == ByteOrder.LITTLE_ENDIAN;
    }

    public long firstDirectory() throws IOException, BeyondEndException {
        return offset(big ? 8 : 4);
    }

    /** An offset as wide as the file's kind has it. */
    public long offset(long position) throws IOException, BeyondEndException {
        return big ? u64(position) : u32(position);
    }

    long u64(long position) throws IOException, BeyondEndException {
        return read(position, 8).getLong();
    }

    /** Visits the directory's entries and returns the position of the offset of the next. */
    public long directory(long position, Consumer<TiffField> visitor) throws IOException, BeyondEndException {
        long entries = big ? u64(position) : read(position, 2).getShort() & 0xffff;
        if (entries < 0 || entries > MAX_ENTRIES) {
            throw new BeyondEndException(position, Long.MAX_VALUE);
        }
        int entryBytes = big ? 20 : 12;
        long first = position + (big ? 8 : 2);
        ByteBuffer buffer = read(first, Math.toIntExact(entries * entryBytes));
        for (int i = 0; i < entries; i++) {
            int at = i * entryBytes;
            int tag = buffer.getShort(at) & 0xffff;
            int type = buffer.getShort(at + 2) & 0xffff;
            long count = big ? buffer.getLong(at + 4) : buffer.getInt(at + 4) & 0xffff_ffffL;
            int inlineBytes = big ? 8 : 4;
            int inlineAt = at + entryBytes - inlineBytes;
            boolean inline = count >= 0 && count <= 8 && count * TiffField.size(type) <= inlineBytes;
            long outside = big ? buffer.getLong(inlineAt) : buffer.getInt(inlineAt) & 0xffff_ffffL;
            visitor.accept(new TiffField(tag, type, count, inline ? first + inlineAt : outside, outside));
        }
        return first + entries * entryBytes;
    }

    /**
     * Visits the entries of an NDPI's directory, whose numbers have their upper halves behind it, and returns the position of
     * the offset of the next.
     */
    long ndpiDirectory(long position, Consumer<TiffField> visitor) throws IOException, BeyondEndException {
        int entries = read(position, 2).getShort() & 0xffff;
        long first = position + 2;
        long next = first + entries * 12L;
        ByteBuffer buffer = read(first, entries * 12);
        ByteBuffer upper = length > 0xffff_ffffL ? read(next + 8, entries * 4) : ByteBuffer.allocate(entries * 4);
        for (int i = 0; i < entries; i++) {
            int at = i * 12;
            int type = buffer.getShort(at + 2) & 0xffff;
            long count = buffer.getInt(at + 4) & 0xffff_ffffL;
            long value = buffer.getInt(at + 8) & 0xffff_ffffL | (upper.getInt(i * 4) & 0xffff_ffffL) << 32;
            boolean inline = count * TiffField.size(type) <= 4 && type != 2;
            visitor.accept(
                    new TiffField(buffer.getShort(at) & 0xffff, type, count, inline ? first + at + 8 : value, value));
        }
        return next;
    }

    /** Values of an unsigned field; a LONG8 above 2^63 comes out negative. */
    public long[] values(TiffField field, long first, int number) throws IOException, BeyondEndException {
        int size = field.valueBytes();
        require(field.position(), field.lengthBytes());
        ByteBuffer buffer = read(field.position() + first * size, number * size);
        long[] values = new long[number];
        for (int i = 0; i < number; i++) {
            values[i] = switch (size) {
                case 2 -> buffer.getShort(i * 2) & 0xffff;
                case 4 -> buffer.getInt(i * 4) & 0xffff_ffffL;
                default -> buffer.getLong(i * 8);
            };
        }
        return values;
    }

    /** The bytes of a field that has no more than {@code max}; none where it has. */
    public byte[] bytes(TiffField field, int max) throws IOException, BeyondEndException {
        if (field.lengthBytes() > max) {
            return new byte[0];
        }
        require(field.position(), field.lengthBytes());
        return read(field.position(), (int) field.lengthBytes()).array();
    }

    /** Checks that the range lies inside the file; both numbers are unsigned. */
    public void require(long offset, long lengthBytes) throws BeyondEndException {
        if (lengthBytes != 0 && (offset < 0 || lengthBytes < 0 || offset > length - lengthBytes)) {
            throw new BeyondEndException(offset, lengthBytes);
        }
    }

    private long u32(long position) throws IOException, BeyondEndException {
        return read(position, 4).getInt() & 0xffff_ffffL;
    }

    private ByteBuffer read(long position, int number) throws IOException, BeyondEndException {
        require(position, number);
        ByteBuffer buffer = ByteBuffer.allocate(number).order(order);
        while (buffer.hasRemaining()) {
            if (file.read(buffer, position + buffer.position()) < 0) {
                throw new BeyondEndException(position, number);
            }
        }
        return buffer.flip();
    }
}

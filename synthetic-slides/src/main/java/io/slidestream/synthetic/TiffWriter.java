package io.slidestream.synthetic;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;

/**
 * Writes a little-endian TIFF: pixels first, directories last, so the kind (BigTIFF from 4 GB on) is decided when the
 * size is known. For one thread; nothing but {@link #finish} makes the file readable.
 */
public final class TiffWriter implements AutoCloseable {
    private static final int HEADER_BYTES = 16;

    /** The two kinds of TIFF, which differ in the width of their numbers. */
    enum Kind {
        CLASSIC(2, 4),
        BIG(8, 8);

        private final int countBytes;
        private final int offsetBytes;

        Kind(int countBytes, int offsetBytes) {
            this.countBytes = countBytes;
            this.offsetBytes = offsetBytes;
        }

        /** Width of a directory's number of entries. */
        int countBytes() {
            return countBytes;
        }

        /** Width of an offset, and of what an entry can hold itself. */
        int offsetBytes() {
            return offsetBytes;
        }
    }

    private final FileChannel file;
    private final OutputStream out;
    private final long bigAboveBytes;
    private final List<TiffDirectory> directories = new ArrayList<>();
    private long position = HEADER_BYTES;

    public TiffWriter(Path path, long bigAboveBytes) throws IOException {
        file = FileChannel.open(
                path, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE);
        out = new BufferedOutputStream(Channels.newOutputStream(file), 1 << 16);
        this.bigAboveBytes = bigAboveBytes;
        out.write(new byte[HEADER_BYTES]);
    }

    /** Appends a tile or strip and returns its offset. */
    long append(byte[] bytes) throws IOException {
        long offset = position;
        out.write(bytes);
        position += bytes.length;
        return offset;
    }

    void add(TiffDirectory directory) {
        directories.add(directory);
    }

    void finish() throws IOException {
        long arrays = directories.stream()
                .mapToLong(directory -> directory.maxBytes()
                        + directory.below().stream()
                                .mapToLong(TiffDirectory::maxBytes)
                                .sum())
                .sum();
        Kind kind = position + arrays > bigAboveBytes ? Kind.BIG : Kind.CLASSIC;
        align();
        for (TiffDirectory directory : directories) {
            if (!directory.below().isEmpty()) {
                directory.placeBelow(appendBelow(directory.below(), kind));
            }
            appendValues(directory, kind);
        }
        long first = position;
        for (int i = 0; i < directories.size(); i++) {
            TiffDirectory directory = directories.get(i);
            long next = i == directories.size() - 1 ? 0 : position + directory.entriesBytes(kind);
            append(directory.entries(kind, next));
        }
        out.flush();
        file.write(header(kind, first), 0);
    }

    private long[] appendBelow(List<TiffDirectory> below, Kind kind) throws IOException {
        long[] offsets = new long[below.size()];
        for (int i = 0; i < offsets.length; i++) {
            appendValues(below.get(i), kind);
            offsets[i] = append(below.get(i).entries(kind, 0));
            align();
        }
        return offsets;
    }

    private void appendValues(TiffDirectory directory, Kind kind) throws IOException {
        for (TiffDirectory.Field field : directory.fields()) {
            byte[] values = field.bytes(kind);
            if (values.length > kind.offsetBytes()) {
                field.placeAt(append(values));
                align();
            }
        }
    }

    @Override
    public void close() throws IOException {
        out.close();
    }

    private void align() throws IOException {
        append(new byte[(int) (-position & 7)]);
    }

    private static ByteBuffer header(Kind kind, long first) {
        ByteBuffer header = ByteBuffer.allocate(HEADER_BYTES).order(ByteOrder.LITTLE_ENDIAN);
        header.put((byte) 'I').put((byte) 'I');
        if (kind == Kind.BIG) {
            header.putShort((short) 43).putShort((short) 8).putShort((short) 0).putLong(first);
        } else {
            header.putShort((short) 42).putInt((int) first);
        }
        return header.rewind();
    }
}

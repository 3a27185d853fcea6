package io.slidestream.slides;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.Arrays;

/** Kind of file that the first bytes announce. */
public enum FileKind {
    EMPTY,
    /** Nothing but zeros, as a copy over SMB leaves that sets the length first. */
    ZEROS,
    /** TIFF or BigTIFF: Aperio, Hamamatsu NDPI, Leica, Philips, Ventana, Trestle, generic. */
    TIFF,
    /** Sakura's svslide, among much else. */
    SQLITE,
    DICOM,
    OTHER;

    private static final byte[] SQLITE_MAGIC = "SQLite format 3\0".getBytes(US_ASCII);
    private static final byte[] DICOM_MAGIC = "DICM".getBytes(US_ASCII);

    public static FileKind of(FileChannel file) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(132);
        while (buffer.hasRemaining() && file.read(buffer, buffer.position()) > 0) {}
        byte[] start = Arrays.copyOf(buffer.array(), buffer.position());
        if (start.length == 0) {
            return EMPTY;
        }
        if (Arrays.equals(start, new byte[start.length])) {
            return ZEROS;
        }
        if (isTiff(start)) {
            return TIFF;
        }
        if (holds(start, 0, SQLITE_MAGIC)) {
            return SQLITE;
        }
        return holds(start, 128, DICOM_MAGIC) ? DICOM : OTHER;
    }

    private static boolean isTiff(byte[] start) {
        return holds(start, 0, new byte[] {'I', 'I', 42, 0})
                || holds(start, 0, new byte[] {'M', 'M', 0, 42})
                || holds(start, 0, new byte[] {'I', 'I', 43, 0})
                || holds(start, 0, new byte[] {'M', 'M', 0, 43});
    }

    private static boolean holds(byte[] bytes, int offset, byte[] magic) {
        return bytes.length >= offset + magic.length
                && Arrays.equals(bytes, offset, offset + magic.length, magic, 0, magic.length);
    }
}

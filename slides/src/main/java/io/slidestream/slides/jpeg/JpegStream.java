package io.slidestream.slides.jpeg;

import com.sun.jna.Native;
import com.sun.jna.Pointer;
import io.slidestream.slides.codec.CodecException;
import java.nio.ByteBuffer;

/**
 * A buffer in which one tile's bytes become a stream that any decoder takes. For one thread; reused from tile to tile,
 * it grows to the largest.
 *
 * <p>The tile's bytes are put behind room for the head ({@link JpegTables}), the markers in front of its tables are
 * passed over, and the head is written right before what is left, so nothing is copied twice. Only what Java has checked
 * reaches native code, and it lies in memory of ours: a file that shrinks under a mapping would kill a process whose
 * native code reads it.
 */
public final class JpegStream {
    private static final int INITIAL_BYTES = 1 << 16;

    private ByteBuffer buffer = ByteBuffer.allocateDirect(INITIAL_BYTES);
    private Pointer address = Native.getDirectBufferPointer(buffer);
    private int room;
    private int start;
    private int end;
    private boolean progressive;

    /**
     * Makes room for the tile's bytes.
     *
     * @param tileBytes how many, at least 1
     * @return a view of just this many bytes to fill
     */
    public ByteBuffer prepare(JpegTables tables, int tileBytes) {
        progressive = false;
        room = tables.head().length;
        start = room;
        end = Math.addExact(room, tileBytes);
        if (end > buffer.capacity()) {
            buffer = ByteBuffer.allocateDirect(Math.max(end, (int) Math.min(Integer.MAX_VALUE, end * 3L / 2)));
            address = Native.getDirectBufferPointer(buffer);
        }
        return buffer.slice(room, tileBytes);
    }

    /**
     * Makes the bytes a stream of this size and these tables.
     *
     * @throws CodecException if the markers up to the scan are not those of such a tile
     */
    public void assemble(JpegTables tables, int widthPx, int heightPx) throws CodecException {
        if (room + 4 > end || unsigned(room) != 0xff || unsigned(room + 1) != Marker.SOI) {
            throw new CodecException("it does not begin as a JPEG stream");
        }
        int at = room + 2;
        int marker = marker(at);
        while (Marker.isRemark(marker)) {
            at = next(at);
            marker = marker(at);
        }
        int kept = at;
        while (!Marker.isFrame(marker)) {
            passTable(at, marker);
            at = next(at);
            marker = marker(at);
        }
        checkFrame(at, widthPx, heightPx);
        progressive = marker == Marker.SOF2;
        at = next(at);
        marker = marker(at);
        while (marker != Marker.SOS) {
            passTable(at, marker);
            at = next(at);
            marker = marker(at);
        }
        start = kept - tables.head().length;
        buffer.put(start, tables.head());
    }

    /** The stream in native memory; valid until the next {@link #prepare}. */
    Pointer address() {
        return address.share(start);
    }

    int lengthBytes() {
        return end - start;
    }

    /** A copy for decoders in Java. */
    byte[] toBytes() {
        byte[] bytes = new byte[lengthBytes()];
        buffer.get(start, bytes);
        return bytes;
    }

    /** Coded in several scans, each of which costs a pass over the tile. */
    public boolean isProgressive() {
        return progressive;
    }

    /** Passes over a table; a remark among tables becomes a comment, so that it says nothing of the colours. */
    private void passTable(int at, int marker) throws CodecException {
        if (Marker.isRemark(marker)) {
            buffer.put(at + 1, (byte) Marker.COM);
        } else if (!Marker.isTable(marker)) {
            throw new CodecException("unexpected marker " + Integer.toHexString(marker));
        }
    }

    private void checkFrame(int at, int widthPx, int heightPx) throws CodecException {
        if (at + 19 > end || unsigned(at + 4) != 8 || unsigned(at + 9) != 3) {
            throw new CodecException("it is not of three 8-bit components");
        }
        int height = unsigned(at + 5) << 8 | unsigned(at + 6);
        int width = unsigned(at + 7) << 8 | unsigned(at + 8);
        if (width != widthPx || height != heightPx) {
            throw new CodecException("it is of " + width + "x" + height + " px, not " + widthPx + "x" + heightPx);
        }
    }

    private int marker(int at) throws CodecException {
        if (at + 4 > end || unsigned(at) != 0xff) {
            throw new CodecException("it has no scan");
        }
        return unsigned(at + 1);
    }

    private int next(int at) throws CodecException {
        int length = unsigned(at + 2) << 8 | unsigned(at + 3);
        if (length < 2) {
            throw new CodecException("a marker has no length");
        }
        return at + 2 + length;
    }

    private int unsigned(int at) {
        return buffer.get(at) & 0xff;
    }
}

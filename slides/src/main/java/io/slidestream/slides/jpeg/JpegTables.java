package io.slidestream.slides.jpeg;

import io.slidestream.slides.codec.CodecException;
import java.io.ByteArrayOutputStream;

/**
 * Header that precedes every tile's own markers: the start of a JPEG stream, an Adobe marker that says what the
 * components are, and the tables that the tiles of a level share (TIFF tag 347).
 *
 * <p>The Adobe marker is ours in every case. Decoders guess the colours from JFIF and Adobe markers and component names,
 * and guess wrong for the RGB tiles of Aperio; so the tile's own application markers are left out and this one decides.
 */
public final class JpegTables {
    private static final int MAX_BYTES = 1 << 16;

    private final byte[] head;

    private JpegTables(byte[] head) {
        this.head = head;
    }

    /**
     * The tables of one level.
     *
     * @param shared a JPEG stream of tables only, or empty where each tile brings its own
     * @throws CodecException if the stream is not of tables only
     */
    public static JpegTables of(byte[] shared, JpegColour colour) throws CodecException {
        ByteArrayOutputStream head = new ByteArrayOutputStream();
        head.writeBytes(new byte[] {(byte) 0xff, (byte) Marker.SOI, (byte) 0xff, (byte) Marker.APP14, 0, 14});
        head.writeBytes(new byte[] {'A', 'd', 'o', 'b', 'e', 0, 100, 0, 0, 0, 0, (byte) colour.adobeTransform()});
        if (shared.length > 0) {
            copySegments(shared, head);
        }
        return new JpegTables(head.toByteArray());
    }

    /** The bytes themselves; not to be changed. */
    byte[] head() {
        return head;
    }

    private static void copySegments(byte[] shared, ByteArrayOutputStream head) throws CodecException {
        if (shared.length > MAX_BYTES || shared.length < 4 || Marker.at(shared, 0) != Marker.SOI) {
            throw new CodecException("the shared tables are no JPEG stream");
        }
        int at = 2;
        while (at < shared.length && Marker.at(shared, at) != Marker.EOI) {
            int marker = Marker.at(shared, at);
            int length = at + 4 > shared.length ? 0 : (shared[at + 2] & 0xff) << 8 | shared[at + 3] & 0xff;
            if (length < 2 || at + 2 + length > shared.length) {
                throw new CodecException("the shared tables end too early");
            }
            if (Marker.isTable(marker)) {
                head.write(shared, at, 2 + length);
            } else if (!Marker.isRemark(marker)) {
                throw new CodecException("the shared tables hold marker " + Integer.toHexString(marker));
            }
            at += 2 + length;
        }
    }
}

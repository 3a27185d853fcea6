package io.slidestream.slides.jpeg2000;

import java.nio.ByteBuffer;

/*
 * DICOM and TIFF want the code stream alone, and some writers, whose encoder makes files by default, leave it in its file. Nothing of
 * the other boxes is needed: what they say of colours may lie as all else may, and pictures with a palette have one component, which is refused.
 */
/** The boxes of a JP2 file, of which one holds the code stream. */
final class Jp2Boxes {
    private static final int SIGNATURE = 0x6a50_2020;
    private static final int CODE_STREAM = 0x6a70_3263;
    private static final int HEAD_BYTES = 8;
    private static final int LONG_HEAD_BYTES = 16;

    private Jp2Boxes() {}

    /**
     * The code stream within the boxes, or all of the bytes where there are none.
     *
     * @param bytes from 0 to limit, whose position stays as it is
     */
    static ByteBuffer codeStream(ByteBuffer bytes) {
        if (bytes.limit() < HEAD_BYTES || bytes.getInt(Integer.BYTES) != SIGNATURE) {
            return bytes;
        }
        int at = 0;
        while (at <= bytes.limit() - LONG_HEAD_BYTES) {
            int left = bytes.limit() - at;
            long said = bytes.getInt(at) & 0xffff_ffffL;
            int head = said == 1 ? LONG_HEAD_BYTES : HEAD_BYTES;
            long length = said == 0 ? left : said == 1 ? bytes.getLong(at + HEAD_BYTES) : said;
            if (length < head) {
                return bytes;
            }
            if (bytes.getInt(at + Integer.BYTES) == CODE_STREAM) {
                return bytes.slice(at + head, (int) Math.min(length, left) - head);
            }
            if (length > left) {
                return bytes;
            }
            at += (int) length;
        }
        return bytes;
    }
}

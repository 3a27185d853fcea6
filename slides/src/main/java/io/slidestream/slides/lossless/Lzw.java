package io.slidestream.slides.lossless;

import io.slidestream.slides.codec.CodecException;

/**
 * TIFF's LZW: codes of 9 to 12 bits, most significant bit first, which grow one code early. For one thread. A string is a
 * reference to where it was last written, so it is copied from the output.
 */
final class Lzw {
    private static final int CLEAR = 256;
    private static final int END = 257;
    private static final int FIRST = 258;
    private static final int CODES = 4096;
    private static final int MAX_BITS = 12;

    private final int[] places = new int[CODES];
    private final int[] lengths = new int[CODES];

    /** Writes the first {@code wanted} bytes. */
    void decode(byte[] packed, int from, int count, byte[] plain, int to, int wanted) throws CodecException {
        int end = from + count;
        int at = from;
        long bits = 0;
        int held = 0;
        int width = 9;
        int next = FIRST;
        int done = to;
        int before = -1;
        int beforeLength = 0;
        while (done < to + wanted) {
            while (held < width) {
                if (at == end) {
                    throw new CodecException("its LZW codes end after " + (done - to) + " of " + wanted + " bytes");
                }
                bits = bits << 8 | packed[at++] & 255;
                held += 8;
            }
            held -= width;
            int code = (int) (bits >> held) & (1 << width) - 1;
            if (code == CLEAR) {
                width = 9;
                next = FIRST;
                before = -1;
                continue;
            }
            if (code == END || (code >= FIRST && (code > next || before < 0 || (code == next && next == CODES)))) {
                throw new CodecException(
                        code == END ? "its LZW codes end too early" : "LZW code " + code + " was not made yet");
            }
            if (before >= 0 && next < CODES) { // the string before and the first byte of this one
                places[next] = before;
                lengths[next] = beforeLength + 1;
                next++;
                if (next >= (1 << width) - 1 && width < MAX_BITS) {
                    width++;
                }
            }
            before = done;
            if (code < CLEAR) {
                plain[done++] = (byte) code;
                beforeLength = 1;
            } else {
                int length = lengths[code];
                int room = Math.min(length, to + wanted - done);
                int source = places[code];
                for (int i = 0; i < room; i++) { // may overlap, and then must go byte by byte
                    plain[done++] = plain[source++];
                }
                beforeLength = length;
            }
        }
    }
}

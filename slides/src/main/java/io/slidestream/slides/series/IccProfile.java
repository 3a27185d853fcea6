package io.slidestream.slides.series;

import java.nio.ByteBuffer;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;

/** Finds the name that a colour profile gives itself: its tag {@code desc}, of ICC version 2 or 4. */
final class IccProfile {
    private static final int TAG_TABLE = 128;
    private static final int MAX_TAGS = 200;
    private static final int DESC = 0x6465_7363;
    private static final int MULTI_LOCALIZED = 0x6D6C_7563;
    private static final int LONGEST = 200;

    private IccProfile() {}

    /** Never empty. */
    static String name(byte[] profile) {
        String size = profile.length + " bytes";
        ByteBuffer bytes = ByteBuffer.wrap(profile);
        int tags = profile.length < TAG_TABLE + 4 ? 0 : Math.min(MAX_TAGS, bytes.getInt(TAG_TABLE));
        for (int i = 0; i < tags; i++) {
            int at = TAG_TABLE + 4 + 12 * i;
            if (at + 12 > profile.length) {
                break;
            }
            if (bytes.getInt(at) == DESC) {
                String text = description(bytes, bytes.getInt(at + 4));
                return text.isEmpty() ? "without a name, " + size : text + ", " + size;
            }
        }
        return "without a name, " + size;
    }

    private static String description(ByteBuffer bytes, int at) {
        if (at < 0 || at > bytes.limit() - 28) {
            return "";
        }
        if (bytes.getInt(at) == MULTI_LOCALIZED) {
            return text(bytes, at + (long) bytes.getInt(at + 24), bytes.getInt(at + 20), StandardCharsets.UTF_16BE);
        }
        return bytes.getInt(at) == DESC ? text(bytes, at + 12L, bytes.getInt(at + 8), StandardCharsets.US_ASCII) : "";
    }

    private static String text(ByteBuffer bytes, long from, int length, Charset charset) {
        if (from < 0 || length < 0 || from + length > bytes.limit()) {
            return "";
        }
        byte[] text = new byte[Math.min(length, LONGEST)];
        bytes.get((int) from, text);
        return new String(text, charset).replaceAll("\\p{Cntrl}", " ").strip();
    }
}

package io.slidestream.slides.store;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/**
 * File names as bytes. Java's strings lose what the locale cannot express (every umlaut in a container without a
 * locale); a file's URI keeps the bytes, percent-encoded.
 */
public final class FileUris {
    private FileUris() {}

    /** The absolute path as the file system spells it. */
    public static byte[] bytes(Path file) {
        String raw = file.toUri().getRawPath();
        if (raw.chars().noneMatch(c -> c == '%')) {
            return raw.getBytes(StandardCharsets.UTF_8);
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(raw.length());
        for (int i = 0; i < raw.length(); i++) {
            char c = raw.charAt(i);
            if (c == '%') {
                bytes.write(Integer.parseInt(raw.substring(i + 1, i + 3), 16));
                i += 2;
            } else {
                bytes.writeBytes(String.valueOf(c).getBytes(StandardCharsets.UTF_8));
            }
        }
        return bytes.toByteArray();
    }

    /** The absolute path for people: its bytes read as UTF-8. */
    public static String text(Path file) {
        return new String(bytes(file), StandardCharsets.UTF_8);
    }

    /** The last name of the path for people. */
    public static String fileName(Path file) {
        String text = text(file);
        String trimmed = text.endsWith("/") ? text.substring(0, text.length() - 1) : text;
        return trimmed.substring(trimmed.lastIndexOf('/') + 1);
    }
}

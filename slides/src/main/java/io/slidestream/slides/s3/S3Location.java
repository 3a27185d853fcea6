package io.slidestream.slides.s3;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * A place in a bucket: an object, or all whose keys begin so.
 *
 * @param key as S3 has it; empty for the whole bucket
 */
public record S3Location(String bucket, String key) {
    public static final String SCHEME = "s3://";

    private static final String UNESCAPED =
            "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~/!$&'()*+,;=:@";

    public S3Location {
        if (!bucket.matches("[A-Za-z0-9][A-Za-z0-9._-]{1,254}")) {
            throw new IllegalArgumentException("'" + bucket + "' is no name of a bucket");
        }
    }

    /** Whether the text claims to be such a place. */
    public static boolean isOne(String text) {
        return text.toLowerCase(Locale.ROOT).startsWith(SCHEME);
    }

    /**
     * Reads {@code s3://bucket/key}, where {@code %} and two hex digits stand for a byte; any other {@code %} for itself.
     *
     * @throws IllegalArgumentException with a message for whoever wrote it
     */
    public static S3Location parse(String text) {
        if (!isOne(text)) {
            throw new IllegalArgumentException("must be of the form s3://bucket/key, was '" + text + "'");
        }
        String rest = text.substring(SCHEME.length());
        int slash = rest.indexOf('/');
        return slash < 0
                ? new S3Location(rest, "")
                : new S3Location(rest.substring(0, slash), decoded(rest.substring(slash + 1)));
    }

    /** Another place of the same bucket. */
    public S3Location withKey(String other) {
        return new S3Location(bucket, other);
    }

    /** The same location as a folder: its key is empty or ends with a slash. */
    public S3Location asFolder() {
        return key.isEmpty() || key.endsWith("/") ? this : withKey(key + "/");
    }

    /** Formats the location as a URI. */
    @Override
    public String toString() {
        StringBuilder out = new StringBuilder(SCHEME).append(bucket).append('/');
        for (byte b : key.getBytes(StandardCharsets.UTF_8)) {
            if (b > 0 && UNESCAPED.indexOf(b) >= 0) {
                out.append((char) b);
            } else {
                out.append(String.format("%%%02X", b & 0xFF));
            }
        }
        return out.toString();
    }

    private static String decoded(String text) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(text.length());
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '%' && text.substring(i + 1).matches("(?s)[0-9a-fA-F]{2}.*")) {
                out.write(Integer.parseInt(text.substring(i + 1, i + 3), 16));
                i += 2;
            } else {
                int end = Character.isHighSurrogate(c) && i + 1 < text.length() ? i + 2 : i + 1;
                out.writeBytes(text.substring(i, end).getBytes(StandardCharsets.UTF_8));
                i = end - 1;
            }
        }
        return out.toString(StandardCharsets.UTF_8);
    }
}

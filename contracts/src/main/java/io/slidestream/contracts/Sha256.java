package io.slidestream.contracts;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** Hashes that name things: ids, fingerprints and ETags, in lower-case hexadecimal digits. */
public final class Sha256 {
    private static final int BYTES = 32;

    private Sha256() {}

    /** A digest of nothing yet, for what comes piece by piece. */
    public static MessageDigest begin() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every Java platform has SHA-256", e);
        }
    }

    /** The hash of a text's UTF-8. */
    public static String hex(String text) {
        return hex(text, BYTES);
    }

    /** The first bytes of the hash of a text's UTF-8. */
    public static String hex(String text, int bytes) {
        return hex(text.getBytes(StandardCharsets.UTF_8), bytes);
    }

    /** The first bytes of a hash. */
    public static String hex(byte[] hashed, int bytes) {
        MessageDigest digest = begin();
        digest.update(hashed);
        return end(digest, bytes);
    }

    /** The hash of a file, which is streamed. */
    public static String hex(Path file) throws IOException {
        MessageDigest digest = begin();
        add(file, digest);
        return end(digest);
    }

    /** Adds a file's bytes to what was begun; they are streamed, since weights may be hundreds of megabytes. */
    public static void add(Path file, MessageDigest begun) throws IOException {
        byte[] buffer = new byte[1 << 16];
        try (InputStream in = Files.newInputStream(file)) {
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                begun.update(buffer, 0, read);
            }
        }
    }

    /** The first bytes of what was begun; the digest is empty again. */
    public static String end(MessageDigest begun, int bytes) {
        return HexFormat.of().formatHex(begun.digest(), 0, bytes);
    }

    /** All of what was begun; the digest is empty again. */
    public static String end(MessageDigest begun) {
        return end(begun, BYTES);
    }
}

package io.slidestream.servicekit.run;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Makes the ids that stand for slides in redacted logs. Without the key nobody can tell whether a guessed name is right. */
public final class NameKey {
    private static final String FILE = "redaction.key";
    private static final String ALGORITHM = "HmacSHA256";
    private static final int KEY_BYTES = 32;
    private static final int ID_BYTES = 6;

    private final SecretKeySpec key;

    private NameKey(byte[] key) {
        this.key = new SecretKeySpec(key, ALGORITHM);
    }

    /** One that nobody else has: its ids mean something within one run only. */
    public static NameKey random() {
        return new NameKey(randomBytes());
    }

    /** @param secret that those who are to make the same ids share */
    public static NameKey of(String secret) {
        return new NameKey(secret.getBytes(StandardCharsets.UTF_8));
    }

    /** The one of a folder, which gets one, for its owner alone, if it has none. */
    public static NameKey in(Path folder) {
        Path file = folder.resolve(FILE);
        try {
            Files.createDirectories(folder);
            byte[] fresh = HexFormat.of().formatHex(randomBytes()).getBytes(StandardCharsets.US_ASCII);
            try (var channel = Files.newByteChannel(
                    file,
                    EnumSet.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")))) {
                channel.write(java.nio.ByteBuffer.wrap(fresh));
            } catch (FileAlreadyExistsException e) {
                // an earlier run made it
            }
            return of(Files.readString(file).strip());
        } catch (IOException e) {
            throw new UncheckedIOException("the key of redacted names in " + file + " cannot be read or made", e);
        }
    }

    /** The one that a folder has. */
    public static Optional<NameKey> existingIn(Path folder) {
        try {
            return Optional.of(of(Files.readString(folder.resolve(FILE)).strip()));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException("the key of redacted names in " + folder + " cannot be read", e);
        }
    }

    /** What stands for a slide in a redacted line. */
    public String slide(String location) {
        return "slide-" + digits(location);
    }

    /** What stands for another file. */
    String file(String location) {
        return "file-" + digits(location);
    }

    private String digits(String location) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(key);
            return HexFormat.of().formatHex(mac.doFinal(location.getBytes(StandardCharsets.UTF_8)), 0, ID_BYTES);
        } catch (GeneralSecurityException e) {
            throw new AssertionError("every Java platform has " + ALGORITHM, e);
        }
    }

    private static byte[] randomBytes() {
        byte[] bytes = new byte[KEY_BYTES];
        new SecureRandom().nextBytes(bytes);
        return bytes;
    }
}

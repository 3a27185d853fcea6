package io.slidestream.networks.bundle;

import io.slidestream.contracts.Sha256;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;

/** A model's id: SHA-256 over its files, one after the other. Streamed, since weights may be hundreds of megabytes. */
final class BundleId {
    private BundleId() {}

    static String of(Path... files) throws IOException {
        MessageDigest digest = Sha256.begin();
        byte[] buffer = new byte[1 << 16];
        for (Path file : files) {
            try (InputStream in = Files.newInputStream(file)) {
                for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                    digest.update(buffer, 0, read);
                }
            }
        }
        return Sha256.end(digest);
    }
}

package io.slidestream.networks.bundle;

import io.slidestream.contracts.Sha256;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;

/** A model's id: SHA-256 over its files, one after the other, and then over those that an ONNX file takes tensors from. Streamed, since weights may be hundreds of megabytes. */
final class BundleId {
    private BundleId() {}

    static String of(Path... files) throws IOException {
        MessageDigest digest = Sha256.begin();
        for (Path file : files) {
            Sha256.add(file, digest);
        }
        for (Path file : files) {
            if (file.toString().endsWith(".onnx")) {
                for (Path beside : ExternalData.of(file)) {
                    String begin = "\n" + beside.getFileName() + " " + Files.size(beside) + "\n";
                    digest.update(begin.getBytes(StandardCharsets.UTF_8));
                    Sha256.add(beside, digest);
                }
            }
        }
        return Sha256.end(digest);
    }
}

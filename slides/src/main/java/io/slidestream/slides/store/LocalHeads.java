package io.slidestream.slides.store;

import io.slidestream.slides.parts.FileHeads;
import io.slidestream.slides.parts.StoredFile;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** The beginnings of files below a folder. */
final class LocalHeads implements FileHeads {
    private final Path root;

    LocalHeads(Path root) {
        this.root = root;
    }

    @Override
    public byte[] read(StoredFile file, int maxBytes) throws IOException {
        try (InputStream in = Files.newInputStream(path(file.path()))) {
            return in.readNBytes(maxBytes);
        }
    }

    /** Resolves the path by way of a URI, since Java's own strings lose what the locale cannot express. */
    private Path path(String relative) {
        StringBuilder uri = new StringBuilder(root.toUri().toString());
        if (uri.charAt(uri.length() - 1) != '/') {
            uri.append('/');
        }
        for (byte b : relative.getBytes(StandardCharsets.UTF_8)) {
            uri.append(b == '/' ? "/" : String.format("%%%02X", b & 0xFF));
        }
        return Path.of(URI.create(uri.toString()));
    }
}

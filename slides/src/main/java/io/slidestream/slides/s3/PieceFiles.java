package io.slidestream.slides.s3;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.Optional;
import java.util.UUID;
import java.util.zip.CRC32C;

/*
 * A file a piece, "<number>", with the checksum of its bytes behind them. Each appears under its name whole; without being
 * forced to disk, since the checksum tells one that a host's end left damaged, which is fetched again. So processes need no
 * word with each other, and any may remove any.
 */
/** Pieces of one object in a folder that processes share. */
final class PieceFiles {
    private static final int SUM_BYTES = Long.BYTES;

    private final Path folder;

    PieceFiles(Path folder) {
        this.folder = folder;
    }

    /** Empty where it is not there, or damaged. */
    Optional<byte[]> read(long piece, int length) throws IOException {
        byte[] stored;
        try {
            stored = Files.readAllBytes(path(piece));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
        if (stored.length != length + SUM_BYTES
                || ByteBuffer.wrap(stored).getLong(length) != sum(ByteBuffer.wrap(stored, 0, length))) {
            return Optional.empty();
        }
        return Optional.of(Arrays.copyOf(stored, length));
    }

    boolean has(long piece) {
        return Files.exists(path(piece));
    }

    void write(long piece, byte[] bytes) throws IOException {
        ByteBuffer stored = ByteBuffer.allocate(bytes.length + SUM_BYTES).put(bytes);
        stored.putLong(sum(ByteBuffer.wrap(bytes)));
        Path unnamed = folder.resolve(UUID.randomUUID() + ".new");
        boolean named = false;
        try {
            Files.write(unnamed, stored.array());
            Files.move(unnamed, path(piece), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            named = true;
        } finally {
            if (!named) {
                Files.deleteIfExists(unnamed);
            }
        }
    }

    private Path path(long piece) {
        return folder.resolve(Long.toString(piece));
    }

    private static long sum(ByteBuffer bytes) {
        CRC32C sum = new CRC32C();
        sum.update(bytes);
        return sum.getValue();
    }
}

package io.slidestream.slides.s3;

import io.slidestream.contracts.RejectionReason;
import io.slidestream.slides.ByteRange;
import io.slidestream.slides.SlideException;
import io.slidestream.slides.store.DistantSlide;
import io.slidestream.slides.store.LocalSlide;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ConcurrentSkipListSet;

/** An object as a slide that comes in pieces. */
final class S3Slide implements DistantSlide {
    /** Tries until the piece is there, or says for good why it is not. */
    interface Persistence {
        byte[] piece(long piece) throws SlideException;
    }

    /** Gives the whole slide. */
    interface Whole {
        LocalSlide hold() throws SlideException;
    }

    private final S3Location object;
    private final ObjectPieces pieces;
    private final SlideCache.Entry room;
    private final Persistence persistence;
    private final Whole whole;
    private final ConcurrentSkipListSet<Long> readForIndex = new ConcurrentSkipListSet<>();
    private volatile boolean indexed;

    S3Slide(S3Location object, ObjectPieces pieces, SlideCache.Entry room, Persistence persistence, Whole whole) {
        this.object = object;
        this.pieces = pieces;
        this.room = room;
        this.persistence = persistence;
        this.whole = whole;
    }

    @Override
    public String name() {
        return object.toString();
    }

    @Override
    public long sizeBytes() {
        return pieces.sizeBytes();
    }

    @Override
    public void read(long position, ByteBuffer target) throws SlideException {
        long at = position;
        while (target.hasRemaining()) {
            long number = at / ObjectPieces.PIECE_BYTES;
            byte[] piece = persistence.piece(number);
            if (!indexed) {
                readForIndex.add(number);
            }
            int from = (int) (at % ObjectPieces.PIECE_BYTES);
            int count = Math.min(target.remaining(), piece.length - from);
            target.put(piece, from, count);
            at += count;
        }
    }

    @Override
    public void expect(List<ByteRange> ranges) {
        pieces.expect(ranges);
    }

    /** Its time is always the same, so that it is the same file to whoever remembers what it opened. */
    @Override
    public Path index() throws SlideException {
        Path folder = room.folder().resolve(FolderTree.INDEX);
        Path index = folder.resolve(LocalNames.main(object.key()));
        try {
            if (!Files.exists(index)) {
                Files.createDirectories(folder);
                Path unnamed = folder.resolve(UUID.randomUUID() + ".new");
                write(unnamed);
                Files.setLastModifiedTime(unnamed, FileTime.fromMillis(0));
                Files.move(unnamed, index, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            }
            indexed = true;
            readForIndex.clear();
            return index;
        } catch (IOException e) {
            throw new SlideException(
                    RejectionReason.FAILED, "the index of " + object + " cannot be stored in the cache: " + e, e);
        }
    }

    private void write(Path file) throws IOException, SlideException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            for (long number : readForIndex) {
                ByteBuffer bytes = ByteBuffer.wrap(persistence.piece(number));
                long at = number * ObjectPieces.PIECE_BYTES;
                while (bytes.hasRemaining()) {
                    at += channel.write(bytes, at);
                }
            }
            if (channel.size() < sizeBytes()) {
                int unused = channel.write(ByteBuffer.allocate(1), sizeBytes() - 1);
            }
        }
    }

    @Override
    public LocalSlide whole() throws SlideException {
        return whole.hold();
    }

    @Override
    public void close() {
        room.close();
    }
}

package io.slidestream.slides.s3;

import io.slidestream.contracts.RejectionReason;
import io.slidestream.contracts.files.FileFault;
import io.slidestream.slides.ByteRange;
import io.slidestream.slides.SlideException;
import io.slidestream.slides.store.DistantSlide;
import io.slidestream.slides.store.LocalSlide;
import io.slidestream.slides.store.SlideBytes;
import io.slidestream.slides.store.SlideFile;
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
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/*
 * A server, or the gateway before it, may begin to refuse parts of objects while a slide is open. Where downloads are allowed, the
 * slide is then downloaded, and read on from the copy: no reader notices.
 */
/** An object as a slide that comes in pieces. */
final class S3Slide implements DistantSlide {
    private static final Logger LOG = LoggerFactory.getLogger(S3Slide.class);

    /** Tries until the piece is there, or says for good why it is not. */
    interface Persistence {
        byte[] piece(long piece) throws SlideException;

        /** Whether the slide may be had as a whole where it cannot be had like this. */
        boolean isOver(SlideException failure);
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
    private volatile @Nullable Copy copy;

    /** The slide downloaded after all. */
    private record Copy(LocalSlide held, SlideBytes bytes) {
        void close() {
            bytes.close();
            held.close();
        }
    }

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
            int from = (int) (at % ObjectPieces.PIECE_BYTES);
            int count = Math.min(target.remaining(), ObjectPieces.PIECE_BYTES - from);
            fill(number, from, target.slice(target.position(), count));
            if (!indexed) {
                readForIndex.add(number);
            }
            target.position(target.position() + count);
            at += count;
        }
    }

    private void fill(long number, int from, ByteBuffer target) throws SlideException {
        Copy known = copy;
        if (known == null) {
            try {
                target.put(persistence.piece(number), from, target.remaining());
                return;
            } catch (SlideException e) {
                if (!persistence.isOver(e)) {
                    throw e;
                }
                known = downloaded(e);
            }
        }
        known.bytes().read(number * ObjectPieces.PIECE_BYTES + from, target);
    }

    private synchronized Copy downloaded(SlideException why) throws SlideException {
        Copy known = copy;
        if (known != null) {
            return known;
        }
        LOG.warn("{} is downloaded and read on from the copy: {}", object, why.getMessage());
        LocalSlide held = whole.hold();
        boolean opened = false;
        try {
            Copy made = new Copy(held, SlideBytes.open(SlideFile.at(held.path())));
            opened = true;
            copy = made;
            return made;
        } catch (IOException e) {
            throw new SlideException(
                    RejectionReason.FAILED, "the copy of " + object + " cannot be read: " + FileFault.words(e), e);
        } finally {
            if (!opened) {
                held.close();
            }
        }
    }

    @Override
    public void expect(List<ByteRange> ranges) {
        if (copy == null) {
            pieces.expect(ranges);
        }
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
                    RejectionReason.FAILED,
                    "the index of " + object + " cannot be stored in the cache: " + FileFault.words(e),
                    e);
        }
    }

    private void write(Path file) throws IOException, SlideException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            for (long number : readForIndex) {
                long at = number * ObjectPieces.PIECE_BYTES;
                ByteBuffer bytes = ByteBuffer.allocate((int) Math.min(ObjectPieces.PIECE_BYTES, sizeBytes() - at));
                fill(number, 0, bytes);
                bytes.rewind();
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
        Copy known = copy;
        if (known != null) {
            known.close();
        }
        room.close();
    }
}

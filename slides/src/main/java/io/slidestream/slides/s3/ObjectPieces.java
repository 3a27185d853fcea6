package io.slidestream.slides.s3;

import io.slidestream.slides.ByteRange;
import io.slidestream.slides.RecentlyUsed;
import io.slidestream.slides.parts.StoredFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/*
 * A tile of a scanner's slide takes 10 to 30 kB, and those of a row lie behind one another: pieces of 64 KiB fetch a fifth more
 * than a block of 28 tiles a row needs, where 256 KiB fetch twice as much. A request costs as long as some hundred kB take
 * to come, so pieces with small gaps between them come together, and a run is asked for in several requests only where it is
 * long enough that connections can share it.
 *
 * Whoever reads piece after piece, as the walk through a slide's index does, is read ahead of, further each time.
 */
/** One version of an object, fetched in pieces, each once, and kept on disk. Safe for concurrent use. */
final class ObjectPieces {
    static final int PIECE_BYTES = 64 << 10;

    /** Pieces not asked for that come along rather than cost another request. */
    static final int MAX_GAP = 2;

    private static final int MAX_REQUEST = 32;
    private static final int MAX_AHEAD = 16;

    /** Pieces kept in memory: neighbouring tiles share them. */
    private static final int KEPT = 64;

    private static final Logger LOG = LoggerFactory.getLogger(ObjectPieces.class);

    private final S3Location object;
    private final StoredFile version;
    private final ObjectDownload download;
    private final Executor threads;
    private final SlideCache.Entry room;
    private final PieceFiles files;
    private final S3Metrics metrics;
    private final RecentlyUsed<Long, byte[]> recent = new RecentlyUsed<>(KEPT);
    private final ConcurrentMap<Long, CompletableFuture<byte[]>> coming = new ConcurrentHashMap<>();
    private final Set<Long> stored = ConcurrentHashMap.newKeySet();
    private final AtomicLong lastMissing = new AtomicLong(-1);
    private volatile int ahead = 1;
    private volatile boolean diskRefused;

    /** @param room in the cache for the pieces */
    ObjectPieces(
            S3Location object,
            StoredFile version,
            ObjectDownload download,
            Executor threads,
            SlideCache.Entry room,
            S3Metrics metrics) {
        this.object = object;
        this.version = version;
        this.download = download;
        this.threads = threads;
        this.room = room;
        this.files = new PieceFiles(room.folder());
        this.metrics = metrics;
    }

    long sizeBytes() {
        return version.sizeBytes();
    }

    /**
     * The bytes of a piece, the last of which may be shorter.
     *
     * @throws BucketException if it cannot be had
     */
    byte[] piece(long piece) throws IOException, InterruptedException {
        while (true) {
            Optional<byte[]> known = known(piece);
            if (known.isPresent()) {
                return known.get();
            }
            CompletableFuture<byte[]> one = coming.get(piece);
            if (one == null) {
                one = request(new TreeSet<>(withThoseAhead(piece))).get(piece);
            }
            if (one != null) { // else another's request was faster: it came, or is to be asked for again
                return arrival(one);
            }
        }
    }

    private byte[] arrival(CompletableFuture<byte[]> one) throws IOException, InterruptedException {
        try {
            return one.get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof IOException io) {
                throw io;
            }
            throw new IOException(object + " could not be fetched: " + e.getCause(), e.getCause());
        }
    }

    void expect(List<ByteRange> ranges) {
        SortedSet<Long> missing = new TreeSet<>();
        for (ByteRange range : ranges) {
            long end = Math.min(range.to(), version.sizeBytes());
            for (long piece = range.from() / PIECE_BYTES; piece * PIECE_BYTES < end; piece++) {
                if (!isThere(piece)) {
                    missing.add(piece);
                }
            }
        }
        Map<Long, CompletableFuture<byte[]>> unused = request(missing);
    }

    private List<Long> withThoseAhead(long piece) {
        ahead = lastMissing.get() + 1 == piece ? Math.min(MAX_AHEAD, ahead * 2) : 1;
        List<Long> pieces = new ArrayList<>();
        for (long next = piece; next < piece + ahead && next * PIECE_BYTES < version.sizeBytes(); next++) {
            pieces.add(next);
        }
        lastMissing.set(pieces.get(pieces.size() - 1));
        return pieces;
    }

    private Optional<byte[]> known(long piece) throws IOException {
        Optional<byte[]> inMemory = recent.get(piece);
        if (inMemory.isPresent()) {
            return inMemory;
        }
        Optional<byte[]> onDisk = files.read(piece, length(piece));
        if (onDisk.isPresent()) {
            stored.add(piece);
            recent.put(piece, onDisk.get());
        } else {
            stored.remove(piece);
        }
        return onDisk;
    }

    private boolean isThere(long piece) {
        if (stored.contains(piece)
                || coming.containsKey(piece)
                || recent.get(piece).isPresent()) {
            return true;
        }
        if (files.has(piece)) {
            stored.add(piece);
            return true;
        }
        return false;
    }

    /** Has pieces come, in runs; gives those that this call asked for, not those that come already. */
    private Map<Long, CompletableFuture<byte[]>> request(SortedSet<Long> wanted) {
        Map<Long, CompletableFuture<byte[]>> asked = new TreeMap<>();
        long begin = -1;
        long end = -1;
        for (long piece : wanted) {
            if (begin >= 0 && (piece > end + MAX_GAP || piece - begin >= MAX_REQUEST)) {
                submit(begin, end, asked);
                begin = -1;
            }
            begin = begin < 0 ? piece : begin;
            end = piece + 1;
        }
        if (begin >= 0) {
            submit(begin, end, asked);
        }
        return asked;
    }

    private void submit(long begin, long end, Map<Long, CompletableFuture<byte[]>> asked) {
        Map<Long, CompletableFuture<byte[]>> mine = new ConcurrentHashMap<>();
        for (long piece = begin; piece < end; piece++) {
            CompletableFuture<byte[]> future = new CompletableFuture<>();
            if (coming.putIfAbsent(piece, future) == null) {
                mine.put(piece, future);
            }
        }
        asked.putAll(mine);
        if (mine.isEmpty()) {
            return;
        }
        try {
            threads.execute(() -> fetch(begin, end, mine));
        } catch (RejectedExecutionException e) {
            fail(mine, new IOException("no more is downloaded: the service is closing", e));
        }
    }

    private void fetch(long begin, long end, Map<Long, CompletableFuture<byte[]>> mine) {
        try {
            metrics.fetchedRange();
            Assembly assembly = new Assembly(mine);
            download.read(
                    object,
                    version,
                    begin * PIECE_BYTES,
                    Math.min(end * PIECE_BYTES, version.sizeBytes()),
                    assembly::add);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            fail(mine, new IOException("the download was stopped", e));
        } catch (IOException | RuntimeException | Error e) {
            fail(mine, e);
        }
    }

    private void fail(Map<Long, CompletableFuture<byte[]>> mine, Throwable why) {
        mine.forEach((piece, future) -> {
            coming.remove(piece, future);
            future.completeExceptionally(why);
        });
    }

    private int length(long piece) {
        return (int) Math.min(PIECE_BYTES, version.sizeBytes() - piece * PIECE_BYTES);
    }

    /** Puts pieces together from bytes that come in order. */
    private final class Assembly {
        private final Map<Long, CompletableFuture<byte[]>> mine;
        private byte[] bytes = {};

        Assembly(Map<Long, CompletableFuture<byte[]>> mine) {
            this.mine = mine;
        }

        void add(ByteBuffer source, long position) {
            long at = position;
            while (source.hasRemaining()) {
                long piece = at / PIECE_BYTES;
                int inPiece = (int) (at % PIECE_BYTES);
                if (inPiece == 0) {
                    bytes = new byte[length(piece)];
                }
                int count = Math.min(source.remaining(), bytes.length - inPiece);
                source.get(bytes, inPiece, count);
                at += count;
                if (inPiece + count == bytes.length) {
                    arrived(piece, bytes);
                }
            }
        }

        private void arrived(long piece, byte[] whole) {
            CompletableFuture<byte[]> future = mine.remove(piece);
            if (future == null) {
                return; // comes by another request
            }
            recent.put(piece, whole);
            store(piece, whole);
            coming.remove(piece, future);
            future.complete(whole);
        }
    }

    /** What the disk does not take is had from memory, and fetched again when it is wanted later. */
    private void store(long piece, byte[] whole) {
        try {
            room.admit(whole.length);
            files.write(piece, whole);
            stored.add(piece);
            diskRefused = false;
        } catch (IOException e) {
            if (!diskRefused) {
                LOG.warn("pieces of {} are not kept: {}", object, e.toString());
            }
            diskRefused = true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}

package io.slidestream.slides.s3;

import io.slidestream.contracts.RejectionReason;
import io.slidestream.contracts.Sha256;
import io.slidestream.contracts.SlideVersion;
import io.slidestream.contracts.files.FileFault;
import io.slidestream.contracts.time.Backoff;
import io.slidestream.contracts.time.Ticks;
import io.slidestream.slides.SlideException;
import io.slidestream.slides.SlideNames;
import io.slidestream.slides.parts.SlideParts;
import io.slidestream.slides.parts.StoredFile;
import io.slidestream.slides.store.LocalSlide;
import io.slidestream.slides.store.SlideFetcher;
import io.slidestream.slides.store.SlideSource;
import io.slidestream.slides.store.Waiting;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/*
 * A slide in the cache is as good as the object, so the bucket is asked only every few seconds whether the object is still there
 * unchanged: a slide that is gone or replaced is so for all, as in a folder. While the bucket does not answer, what is in the
 * cache is read.
 *
 * What passes by itself (no answer, a full disk, a cache full of slides in use) is waited for, up to a limit, since a failure
 * costs a block one of its few deliveries; then it is FAILED, which has the block delivered again.
 */
/** Slides at {@code s3:} locations, by way of this host's cache. */
public final class S3SlideFetcher implements SlideFetcher, AutoCloseable {
    /** Longest wait for a transient failure to pass. */
    static final Duration LIMIT = Duration.ofMinutes(1);

    private static final Logger LOG = LoggerFactory.getLogger(S3SlideFetcher.class);
    private static final Backoff BACKOFF = new Backoff(Duration.ofMillis(250), Duration.ofSeconds(10));

    /** Below this, one or two requests bring the whole slide. */
    private static final long WORTH_PIECES_BYTES = 16L << 20;

    private final SlideCache cache;
    private final LastLooks looks;
    private final S3Reading reading;
    private final ObjectDownload parts;
    private final SlideDownload download;
    private final S3Metrics metrics;
    private final Waiting waiting;
    private final ExecutorService threads;
    private volatile @Nullable String trouble;
    private volatile boolean rangesRefused;

    /** A try that may fail and pass by itself. */
    private interface Attempt<T> {
        T get() throws SlideException, IOException, InterruptedException;
    }

    public S3SlideFetcher(S3Objects objects, SlideCache cache, int connections, S3Reading reading, S3Metrics metrics) {
        this(objects, cache, connections, SlideDownload.PIECE_BYTES, reading, metrics, LIMIT);
    }

    /** Downloads every slide whole. */
    S3SlideFetcher(
            S3Objects objects, SlideCache cache, int connections, int pieceBytes, S3Metrics metrics, Duration limit) {
        this(objects, cache, connections, pieceBytes, S3Reading.DOWNLOAD, metrics, limit);
    }

    S3SlideFetcher(
            S3Objects objects,
            SlideCache cache,
            int connections,
            int pieceBytes,
            S3Reading reading,
            S3Metrics metrics,
            Duration limit) {
        this.reading = reading;
        this.cache = cache;
        this.metrics = metrics;
        this.waiting = new Waiting(BACKOFF, limit, Ticks.SYSTEM);
        AtomicInteger count = new AtomicInteger();
        threads = Executors.newFixedThreadPool(connections, task -> {
            Thread thread = new Thread(task, "s3-download-" + count.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        });
        looks = new LastLooks(new S3Parts(objects), Ticks.SYSTEM);
        parts = new ObjectDownload(objects, metrics, waiting);
        download = new SlideDownload(parts, threads, pieceBytes);
    }

    @Override
    public Path fetch(SlideVersion slide) throws SlideException {
        try (LocalSlide held = hold(slide)) {
            return held.path();
        }
    }

    @Override
    public LocalSlide hold(SlideVersion slide) throws SlideException {
        S3Location object = location(slide);
        return persist(slide, () -> attempt(slide, object));
    }

    @Override
    public SlideSource source(SlideVersion slide) throws SlideException {
        S3Location object = location(slide);
        if (reading == S3Reading.DOWNLOAD || rangesRefused || cache.contains(cacheId(slide))) {
            return hold(slide);
        }
        SlideParts found = persist(slide, () -> looks.recent(slide, object));
        boolean small = found.main().sizeBytes() < WORTH_PIECES_BYTES;
        if (!found.others().isEmpty()
                || !found.missing().isEmpty()
                || (small && reading == S3Reading.AUTO)
                || found.main().sizeBytes() == 0) {
            return hold(slide);
        }
        S3Slide distant = persist(slide, () -> inPieces(slide, object, found.main()));
        boolean given = false;
        try {
            distant.read(0, ByteBuffer.allocate(1));
            if (rangesRefused) {
                return hold(slide);
            }
            given = true;
            return distant;
        } finally {
            if (!given) {
                distant.close();
            }
        }
    }

    /** One that is in the cache is there while the bucket does not answer, too. */
    @Override
    public void check(SlideVersion slide) throws SlideException {
        S3Location object = location(slide);
        persist(slide, () -> {
            @Nullable
            SlideParts found =
                    cache.contains(cacheId(slide)) ? partsOfCached(slide, object) : looks.recent(slide, object);
            if (found != null) {
                SlideNames.checkWhole(slide.location(), found.missing());
            }
            return slide;
        });
    }

    private S3Slide inPieces(SlideVersion slide, S3Location object, StoredFile file)
            throws IOException, InterruptedException {
        SlideCache.Entry room = cache.holdPieces(piecesId(slide));
        ObjectPieces pieces = new ObjectPieces(object, file, parts, threads, room, metrics);
        S3Slide.Persistence persistence = new S3Slide.Persistence() {
            @Override
            public byte[] piece(long piece) throws SlideException {
                return persist(slide, () -> pieces.piece(piece));
            }

            @Override
            public boolean isOver(SlideException failure) {
                return reading == S3Reading.AUTO && failure.getCause() instanceof RangesRefusedException;
            }
        };
        return new S3Slide(object, pieces, room, persistence, () -> hold(slide));
    }

    private <T> T persist(SlideVersion slide, Attempt<T> attempt) throws SlideException {
        Waiting.Turn turn = waiting.begin();
        while (true) {
            String passing;
            try {
                T had = attempt.get();
                recovered();
                return had;
            } catch (RangesRefusedException e) {
                if (reading == S3Reading.AUTO && !rangesRefused) {
                    rangesRefused = true;
                    LOG.warn("slides are downloaded whole from now on: {}", e.toString());
                }
                throw failed(e.toString(), e);
            } catch (BucketException e) {
                passing = passing(e, slide);
            } catch (CacheRoomException e) {
                passing = slide.location() + " cannot be downloaded: " + e.getMessage();
                if (!e.isPassing()) {
                    throw failed(passing, e);
                }
            } catch (IOException e) {
                passing = slide.location() + " cannot be stored in the cache: " + FileFault.words(e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw failed(slide.location() + " was not fetched: interrupted", e);
            }
            troubled(passing);
            if (!turn.again()) {
                throw failed(passing, null);
            }
        }
    }

    /** Objects appear whole or not at all, so it is enough that none is missing. */
    @Override
    public boolean isKnownWhole(SlideVersion slide) throws SlideException {
        try {
            SlideParts parts = looks.recent(slide, location(slide));
            SlideNames.checkWhole(slide.location(), parts.missing());
            return true;
        } catch (BucketException e) {
            throw failed(passing(e, slide), e);
        }
    }

    /** Reason why slides cannot be fetched at the moment, for a health report. */
    public Optional<String> trouble() {
        return Optional.ofNullable(trouble);
    }

    /** Ends downloads and waiting; what is in the cache can still be had. */
    @Override
    public void close() {
        waiting.close();
        threads.shutdownNow();
    }

    private LocalSlide attempt(SlideVersion slide, S3Location object)
            throws SlideException, IOException, InterruptedException {
        String id = cacheId(slide);
        @Nullable SlideParts parts = cache.contains(id) ? partsOfCached(slide, object) : looks.now(slide, object);
        List<CachedFile> files = List.of();
        Map<String, StoredFile> names = Map.of();
        if (parts != null) {
            SlideNames.checkWhole(slide.location(), parts.missing());
            names = LocalNames.of(parts);
            files = names.entrySet().stream()
                    .map(entry ->
                            new CachedFile(entry.getKey(), entry.getValue().sizeBytes()))
                    .toList();
        }
        Map<String, StoredFile> wanted = names;
        SlideCache.Entry entry = cache.<BucketException>hold(id, files, folder -> {
            if (wanted.isEmpty()) {
                throw new BucketException(
                        BucketException.Kind.PASSING, slide.location() + " was just removed from the cache");
            }
            long began = System.nanoTime();
            download.run(object, wanted, folder);
            LOG.info(
                    "downloaded {}: {} bytes in {} ms",
                    slide.location(),
                    wanted.values().stream().mapToLong(StoredFile::sizeBytes).sum(),
                    (System.nanoTime() - began) / 1_000_000);
        });
        return new Held(entry, entry.folder().resolve(LocalNames.main(object.key())));
    }

    /** The parts of a slide that the cache has; null while the bucket does not say. */
    private @Nullable SlideParts partsOfCached(SlideVersion slide, S3Location object) throws BucketException {
        try {
            return looks.recent(slide, object);
        } catch (BucketException e) {
            if (e.kind() == BucketException.Kind.PASSING) {
                troubled(e + "; slides in the cache are read all the same");
                return null;
            }
            throw e;
        }
    }

    private String passing(BucketException e, SlideVersion slide) throws SlideException {
        return switch (e.kind()) {
            case PASSING -> e.toString();
            case LASTING -> {
                troubled(e.toString());
                throw failed(e.toString(), e);
            }
            case GONE -> {
                forget(slide);
                throw new SlideException(RejectionReason.VANISHED, slide.location() + " is no longer there", e);
            }
            case REPLACED -> {
                forget(slide);
                throw new SlideException(
                        RejectionReason.CHANGED, slide.location() + " was replaced by another version", e);
            }
        };
    }

    private void forget(SlideVersion slide) {
        looks.forget(slide);
        try {
            cache.drop(cacheId(slide));
            cache.drop(piecesId(slide));
        } catch (IOException e) {
            LOG.warn("{} could not be removed from the cache", slide.location(), e);
        }
    }

    private void troubled(String what) {
        metrics.waited();
        if (trouble == null) {
            LOG.warn("{}", what);
        }
        trouble = what;
    }

    private void recovered() {
        if (trouble != null && !waiting.isClosed()) {
            trouble = null;
            LOG.info("slides can be fetched again");
        }
    }

    private static SlideException failed(String message, @Nullable Exception cause) {
        return cause == null
                ? new SlideException(RejectionReason.FAILED, message)
                : new SlideException(RejectionReason.FAILED, message, cause);
    }

    private static S3Location location(SlideVersion slide) throws SlideException {
        try {
            return S3Location.parse(slide.location());
        } catch (IllegalArgumentException e) {
            throw failed("not a location in a bucket: " + e.getMessage(), e);
        }
    }

    static String cacheId(SlideVersion slide) {
        return Sha256.hex(slide.location() + "\n" + slide.fingerprint(), 16);
    }

    static String piecesId(SlideVersion slide) {
        return cacheId(slide) + SlideCache.PIECES;
    }

    private record Held(SlideCache.Entry entry, Path path) implements LocalSlide {
        @Override
        public void close() {
            entry.close();
        }
    }
}

package io.slidestream.slides.store;

import io.slidestream.contracts.RejectionReason;
import io.slidestream.contracts.SlideVersion;
import io.slidestream.slides.SlideException;
import io.slidestream.slides.SlideNames;
import java.net.URI;
import java.nio.file.AccessDeniedException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Slides at {@code file:} locations, on a disk that every service sees at the same path. A share that is away is waited for,
 * up to a limit, since a failure costs a block one of its few deliveries.
 */
public final class LocalSlideFetcher implements SlideFetcher, AutoCloseable {
    private static final Duration PATIENCE = Duration.ofMinutes(1);
    private static final long FIRST_PAUSE_MILLIS = 250;
    private static final long LONGEST_PAUSE_MILLIS = 5_000;
    private static final Logger LOG = LoggerFactory.getLogger(LocalSlideFetcher.class);

    private final Duration patience;
    private final SeenFolders seen = new SeenFolders();
    private final LocalParts.Sorters sorters = new LocalParts.Sorters();
    private final CountDownLatch closing = new CountDownLatch(1);
    private volatile @Nullable String trouble;

    public LocalSlideFetcher() {
        this(PATIENCE);
    }

    LocalSlideFetcher(Duration patience) {
        this.patience = patience;
    }

    @Override
    public Path fetch(SlideVersion slide) throws SlideException {
        Path file = path(slide.location());
        long began = System.nanoTime();
        long pauseMillis = FIRST_PAUSE_MILLIS;
        while (true) {
            try {
                check(slide, LocalParts.of(SlideFile.again(file, seen).path(), sorters), file);
                recovered();
                return file;
            } catch (SlideException e) {
                boolean passes = e.reason() == RejectionReason.FAILED;
                if (passes) {
                    troubled(String.valueOf(e.getMessage()));
                }
                boolean over = System.nanoTime() - began + pauseMillis * 1_000_000 > patience.toNanos();
                if (!passes || e.getCause() instanceof AccessDeniedException || over || closes(pauseMillis)) {
                    throw e;
                }
            }
            pauseMillis = Math.min(2 * pauseMillis, LONGEST_PAUSE_MILLIS);
        }
    }

    /** Reason why slides cannot be read at the moment, for a health report. */
    public Optional<String> trouble() {
        return Optional.ofNullable(trouble);
    }

    /** Ends waiting; what is there can still be had. */
    @Override
    public void close() {
        closing.countDown();
    }

    private static void check(SlideVersion slide, LocalParts parts, Path file) throws SlideException {
        if (!parts.fingerprint().equals(slide.fingerprint())) {
            throw new SlideException(
                    RejectionReason.CHANGED,
                    slide.location() + " has changed since it was seen: " + parts.fingerprint() + " instead of "
                            + slide.fingerprint());
        }
        SlideNames.checkWhole(FileUris.text(file), parts.missing());
    }

    private void troubled(String what) {
        if (trouble == null) {
            LOG.warn("{}", what);
        }
        trouble = what;
    }

    private void recovered() {
        if (trouble != null) {
            trouble = null;
            LOG.info("slides can be read again");
        }
    }

    /** Waits; true if there is nothing to wait for any more. */
    private boolean closes(long millis) {
        try {
            return closing.await(millis, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return true;
        }
    }

    private static Path path(String location) throws SlideException {
        try {
            URI uri = URI.create(location);
            if ("file".equalsIgnoreCase(uri.getScheme())) {
                return Path.of(uri);
            }
        } catch (IllegalArgumentException e) {
            throw new SlideException(
                    RejectionReason.FAILED, "not a location of a file: " + location + ": " + e.getMessage(), e);
        }
        throw new SlideException(
                RejectionReason.FAILED,
                location + " cannot be read here: this service reads only file: locations; check its slide store");
    }
}

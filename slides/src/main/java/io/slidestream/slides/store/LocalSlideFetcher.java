package io.slidestream.slides.store;

import io.slidestream.contracts.RejectionReason;
import io.slidestream.contracts.SlideVersion;
import io.slidestream.contracts.time.Backoff;
import io.slidestream.contracts.time.Ticks;
import io.slidestream.slides.SlideException;
import io.slidestream.slides.SlideNames;
import java.net.URI;
import java.nio.file.AccessDeniedException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Slides at {@code file:} locations, on a disk that every service sees at the same path. A share that is away is waited for,
 * up to a limit, since a failure costs a block one of its few deliveries.
 */
public final class LocalSlideFetcher implements SlideFetcher, AutoCloseable {
    private static final Duration LIMIT = Duration.ofMinutes(1);
    private static final Backoff BACKOFF = new Backoff(Duration.ofMillis(250), Duration.ofSeconds(5));
    private static final Logger LOG = LoggerFactory.getLogger(LocalSlideFetcher.class);

    private final Waiting waiting;
    private final SeenFolders seen = new SeenFolders();
    private final LocalParts.Sorters sorters = new LocalParts.Sorters();
    private volatile @Nullable String trouble;

    public LocalSlideFetcher() {
        this(LIMIT);
    }

    LocalSlideFetcher(Duration limit) {
        waiting = new Waiting(BACKOFF, limit, Ticks.SYSTEM);
    }

    @Override
    public Path fetch(SlideVersion slide) throws SlideException {
        Path file = path(slide.location());
        Waiting.Turn turn = waiting.begin();
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
                if (!passes || e.getCause() instanceof AccessDeniedException || !turn.again()) {
                    throw e;
                }
            }
        }
    }

    /** Reason why slides cannot be read at the moment, for a health report. */
    public Optional<String> trouble() {
        return Optional.ofNullable(trouble);
    }

    /** Ends waiting; what is there can still be had. */
    @Override
    public void close() {
        waiting.close();
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

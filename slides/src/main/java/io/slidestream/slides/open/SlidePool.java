package io.slidestream.slides.open;

import io.slidestream.contracts.SlideVersion;
import io.slidestream.slides.SlideException;
import io.slidestream.slides.SlideReader;
import io.slidestream.slides.codec.TileCache;
import io.slidestream.slides.store.SlideFetcher;
import io.slidestream.slides.store.SlideSource;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/*
 * Opening costs 1-4 ms, a slide holds file descriptors and, where OpenSlide reads it, 32 MB of decoded tiles: so some
 * stay open, the least recently borrowed goes first. A reader in use is never closed; while all are in use, the pool
 * grows past its bound rather than let a thread wait for another, and shrinks as they come back.
 */
/** Open slides shared by threads. */
public final class SlidePool implements AutoCloseable {
    /** Opens a slide. */
    @FunctionalInterface
    interface Opener {
        SlideReader open(SlideSource source) throws SlideException;
    }

    private final SlideFetcher fetcher;
    private final Opener opener;
    private final int maxOpen;
    private final Map<SlideVersion, PooledSlide> slides = new LinkedHashMap<>(16, 0.75f, true);
    private int leases;
    private boolean closed;

    /** A reader on loan; close it to give it back. It may be used by the borrower's threads until then. */
    public final class Lease implements AutoCloseable {
        private final PooledSlide slide;
        private final SlideReader reader;
        private boolean returned;

        private Lease(PooledSlide slide, SlideReader reader) {
            this.slide = slide;
            this.reader = reader;
        }

        /** Do not close it. */
        public SlideReader reader() {
            return reader;
        }

        @Override
        public void close() {
            synchronized (SlidePool.this) {
                if (returned) {
                    return;
                }
                returned = true;
            }
            release(slide);
        }
    }

    /**
     * @param maxOpen slides kept open
     * @param choice how each is read
     * @param cache of decoded tiles, for all of them
     */
    public SlidePool(SlideFetcher fetcher, int maxOpen, ReaderChoice choice, TileCache cache) {
        this(fetcher, maxOpen, source -> SlideReaders.open(source, choice, cache));
    }

    SlidePool(SlideFetcher fetcher, int maxOpen, Opener opener) {
        if (maxOpen < 1) {
            throw new IllegalArgumentException("maxOpen must be at least 1, was " + maxOpen);
        }
        this.fetcher = fetcher;
        this.maxOpen = maxOpen;
        this.opener = opener;
    }

    /**
     * A reader of just this version; looks first whether it is still there, unchanged. A slide that does not open is
     * tried again the next time.
     *
     * @throws SlideException as {@link SlideFetcher#fetch} and {@link SlideReaders#open} do
     * @throws IllegalStateException if the pool is closed
     */
    public Lease borrow(SlideVersion version) throws SlideException {
        try {
            fetcher.check(version);
        } catch (SlideException e) {
            retire(version);
            throw e;
        }
        PooledSlide slide = lease(version);
        boolean opened = false;
        try {
            Lease lease = new Lease(slide, slide.reader(this));
            opened = true;
            return lease;
        } finally {
            if (!opened) {
                retire(slide);
                release(slide);
            }
        }
    }

    /** A reader of just this version, if it is open; not looked at again. */
    public Optional<Lease> borrowOpen(SlideVersion version) {
        PooledSlide slide;
        SlideReader open;
        synchronized (this) {
            slide = slides.get(version);
            open = slide == null || closed ? null : slide.reader;
            if (slide == null || open == null) {
                return Optional.empty();
            }
            slide.leases++;
            leases++;
        }
        return Optional.of(new Lease(slide, open));
    }

    /** Slides open now, for a gauge. */
    public synchronized int openSlides() {
        return slides.size();
    }

    /** Number of open slides that a decoder reads, as {@link SlideReader#decoder} names it. */
    public synchronized long openSlides(String decoder) {
        return slides.values().stream().filter(slide -> slide.isReadBy(decoder)).count();
    }

    /** Refuses new loans, waits until every loan is back, closes all. A second call waits as well. */
    @Override
    public void close() {
        List<PooledSlide> closing;
        boolean interrupted = false;
        synchronized (this) {
            closed = true;
            while (leases > 0) {
                try {
                    wait();
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
            closing = new ArrayList<>(slides.values());
            slides.clear();
        }
        closing.forEach(PooledSlide::close);
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** Looks again once it is open: what was opened may have replaced what was looked at. */
    private SlideReader openChecked(SlideVersion version, SlideSource source) throws SlideException {
        SlideReader reader = opener.open(source);
        try {
            fetcher.check(version);
        } catch (SlideException e) {
            reader.close();
            throw e;
        }
        return reader;
    }

    private synchronized PooledSlide lease(SlideVersion version) {
        if (closed) {
            throw new IllegalStateException("the slide pool is closed");
        }
        PooledSlide slide = slides.computeIfAbsent(version, PooledSlide::new);
        slide.leases++;
        leases++;
        return slide;
    }

    private void release(PooledSlide slide) {
        List<PooledSlide> closing = new ArrayList<>();
        synchronized (this) {
            slide.leases--;
            leases--;
            if (slide.leases == 0 && slides.get(slide.version) != slide) {
                closing.add(slide);
            }
            Iterator<PooledSlide> oldestFirst = slides.values().iterator();
            while (slides.size() > maxOpen && oldestFirst.hasNext()) {
                PooledSlide oldest = oldestFirst.next();
                if (oldest.leases == 0) {
                    oldestFirst.remove();
                    closing.add(oldest);
                }
            }
            notifyAll();
        }
        closing.forEach(PooledSlide::close);
    }

    private void retire(SlideVersion version) {
        PooledSlide idle = null;
        synchronized (this) {
            PooledSlide slide = slides.remove(version);
            if (slide != null && slide.leases == 0) {
                idle = slide;
            }
        }
        if (idle != null) {
            idle.close();
        }
    }

    private synchronized void retire(PooledSlide slide) {
        slides.remove(slide.version, slide);
    }

    /** One version's reader; opened by the first who needs it while others wait. Leases are guarded by the pool. */
    private static final class PooledSlide {
        private final SlideVersion version;
        private volatile @Nullable SlideReader reader;
        private @Nullable SlideSource source;
        private int leases;

        PooledSlide(SlideVersion version) {
            this.version = version;
        }

        synchronized SlideReader reader(SlidePool pool) throws SlideException {
            SlideReader open = reader;
            if (open == null) {
                SlideSource held = pool.fetcher.source(version);
                try {
                    open = pool.openChecked(version, held);
                    reader = open;
                    source = held;
                } finally {
                    if (reader == null) {
                        held.close();
                    }
                }
            }
            return open;
        }

        boolean isReadBy(String decoder) {
            SlideReader open = reader;
            return open != null && open.decoder().equals(decoder);
        }

        synchronized void close() {
            SlideReader open = reader;
            reader = null;
            if (open != null) {
                open.close();
            }
            SlideSource held = source;
            source = null;
            if (held != null) {
                held.close();
            }
        }
    }
}

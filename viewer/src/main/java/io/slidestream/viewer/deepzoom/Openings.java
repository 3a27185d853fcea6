package io.slidestream.viewer.deepzoom;

import io.slidestream.contracts.RejectionReason;
import io.slidestream.contracts.SlideVersion;
import io.slidestream.slides.SlideException;
import io.slidestream.slides.open.SlidePool;
import java.util.HashMap;
import java.util.Map;

/*
 * Opening a slide takes milliseconds, unless its share is away or its bucket far: then each request waits for up to a minute,
 * with its thread. A browser asks for six tiles at once and for the next six when it has its answers, so a few tabs on such
 * a slide would take every thread there is. So many may wait for one slide, and so many for all; others are refused.
 */
/** Opens slides for requests, and bounds how many of them wait for that. Safe for concurrent use; blocks. */
final class Openings implements AutoCloseable {
    /** Two browsers' worth. */
    static final int WAITING_FOR_ONE = 12;

    /** Well below the threads that the web server has beside its event streams. */
    static final int WAITING_FOR_ALL = 48;

    private final SlidePool slides;
    private final Map<SlideVersion, Integer> waiting = new HashMap<>();
    private int all;
    private boolean closed;

    Openings(SlidePool slides) {
        this.slides = slides;
    }

    /**
     * Opens a slide; the caller closes the lease.
     *
     * @throws SlideException as {@link SlidePool#borrow}; FAILED if this is closed
     * @throws SlideBusyException if too many wait already
     */
    SlidePool.Lease open(SlideVersion slide) throws SlideException, SlideBusyException {
        begin(slide);
        try {
            return slides.borrow(slide);
        } catch (IllegalStateException e) {
            if (isClosed()) {
                throw new SlideException(RejectionReason.FAILED, Turns.CLOSING, e);
            }
            throw e;
        } finally {
            end(slide);
        }
    }

    /** Waits until all leases are back. */
    @Override
    public void close() {
        synchronized (this) {
            closed = true;
        }
        slides.close();
    }

    private synchronized boolean isClosed() {
        return closed;
    }

    private synchronized void begin(SlideVersion slide) throws SlideBusyException {
        if (waiting.getOrDefault(slide, 0) >= WAITING_FOR_ONE) {
            throw new SlideBusyException(slide.name() + " is being opened, and " + WAITING_FOR_ONE
                    + " requests wait for it already; is its share mounted? Try again in a minute");
        }
        if (all >= WAITING_FOR_ALL) {
            throw new SlideBusyException(
                    WAITING_FOR_ALL
                            + " requests wait for slides that are being opened; are their shares mounted? Try again in a minute");
        }
        waiting.merge(slide, 1, Integer::sum);
        all++;
    }

    private synchronized void end(SlideVersion slide) {
        waiting.computeIfPresent(slide, (one, count) -> count > 1 ? count - 1 : null);
        all--;
    }
}

package io.slidestream.viewer.deepzoom;

import io.slidestream.contracts.RejectionReason;
import io.slidestream.slides.SlideException;
import java.util.concurrent.Semaphore;

/** Lets so many threads work at a time, in the order in which they came, until it is closed. Safe for concurrent use. */
final class Turns implements AutoCloseable {
    private static final int EVERYONE = 1 << 20;

    static final String CLOSING = "no more tiles are read: the viewer is closing";

    private final Semaphore free;
    private volatile boolean closed;

    Turns(int atATime) {
        free = new Semaphore(atATime, true);
    }

    /** A thread's turn, over when this is closed. */
    interface Turn extends AutoCloseable {
        @Override
        void close();
    }

    /**
     * Waits for a turn.
     *
     * @throws SlideException FAILED if there will be none: this is closed, or the thread was interrupted
     */
    Turn take() throws SlideException {
        try {
            free.acquire();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new SlideException(RejectionReason.FAILED, CLOSING, e);
        }
        if (closed) {
            free.release();
            throw new SlideException(RejectionReason.FAILED, CLOSING);
        }
        return free::release;
    }

    /** Sends away who waits and who comes. Turns that were taken go on to their end. */
    @Override
    public void close() {
        closed = true;
        free.release(EVERYONE);
    }
}

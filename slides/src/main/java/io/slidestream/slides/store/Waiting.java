package io.slidestream.slides.store;

import io.slidestream.contracts.time.Backoff;
import io.slidestream.contracts.time.Ticks;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Waiting for what passes by itself: with growing pauses, up to a limit, and no longer than until {@link #close}. Safe for
 * concurrent use.
 */
public final class Waiting implements AutoCloseable {
    private final Backoff backoff;
    private final Duration limit;
    private final Ticks ticks;
    private final CountDownLatch closing = new CountDownLatch(1);

    /** @param limit of one wait, all its pauses together */
    public Waiting(Backoff backoff, Duration limit, Ticks ticks) {
        this.backoff = backoff;
        this.limit = limit;
        this.ticks = ticks;
    }

    /** Begins a wait, whose limit counts from now. */
    public Turn begin() {
        return new Turn();
    }

    /**
     * Lets time go by.
     *
     * @throws InterruptedException at once if this is closed, or closes meanwhile
     */
    public void pause(Duration pause) throws InterruptedException {
        if (closesWithin(pause)) {
            throw new InterruptedException("closing");
        }
    }

    public boolean isClosed() {
        return closing.getCount() == 0;
    }

    /** Ends every wait. */
    @Override
    public void close() {
        closing.countDown();
    }

    private boolean closesWithin(Duration pause) throws InterruptedException {
        return closing.await(pause.toNanos(), TimeUnit.NANOSECONDS);
    }

    /** One caller's tries. Not for several threads. */
    public final class Turn {
        private final long beganNanos = ticks.nanos();
        private int failures;

        private Turn() {}

        /** Pauses after a failure; false if another try is not worth it: the limit would be passed, or this is closing. */
        public boolean again() {
            failures++;
            Duration pause = backoff.pause(failures);
            if (ticks.since(beganNanos).plus(pause).compareTo(limit) > 0) {
                return false;
            }
            try {
                return !closesWithin(pause);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return false;
            }
        }
    }
}

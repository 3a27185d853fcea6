package io.slidestream.viewer.cells;

import java.util.concurrent.atomic.AtomicLong;

/** What all maps together hold of scores that came before their manifest, which may never come. Counted in probabilities. */
public final class EarlyRoom {
    /** Some 40 MB: what the fastest workers score while the blocks of a slide of a million tiles are being published. */
    private static final long PROBABILITIES = 1L << 21;

    private final AtomicLong left = new AtomicLong(PROBABILITIES);

    boolean take(long probabilities) {
        if (left.addAndGet(-probabilities) >= 0) {
            return true;
        }
        giveBack(probabilities);
        return false;
    }

    void giveBack(long probabilities) {
        left.addAndGet(probabilities);
    }

    /** How many are held. */
    public long taken() {
        return PROBABILITIES - left.get();
    }
}

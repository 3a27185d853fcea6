package io.slidestream.viewer.catalog;

import java.util.concurrent.TimeUnit;

/**
 * Tiles a second of all workers together while they work, by when they said to have scored them: so that what is read again
 * counts at the pace of then. Safe for concurrent use.
 */
final class Pace {
    /** Longer without a block is a rest, which does not count. */
    private static final long REST_MILLIS = TimeUnit.SECONDS.toMillis(10);
    /** Less work than this says nothing. */
    private static final long LEAST_MILLIS = TimeUnit.SECONDS.toMillis(10);
    /** After so much work, what was before counts half. */
    private static final long LONG_MILLIS = TimeUnit.MINUTES.toMillis(10);

    private long lastMillis;
    private double workedMillis;
    private double tiles;

    synchronized void add(int scored, long atMillis) {
        long gap = atMillis - lastMillis;
        lastMillis = Math.max(lastMillis, atMillis);
        if (gap > REST_MILLIS) {
            return; // the first after a rest: nobody knows when its work began
        }
        workedMillis += Math.max(0, gap);
        tiles += scored;
        if (workedMillis > LONG_MILLIS) {
            workedMillis /= 2;
            tiles /= 2;
        }
    }

    /** 0 until there was work for ten seconds. */
    synchronized double tilesPerSecond() {
        return workedMillis < LEAST_MILLIS ? 0 : 1000 * tiles / workedMillis;
    }
}

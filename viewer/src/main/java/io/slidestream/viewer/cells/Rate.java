package io.slidestream.viewer.cells;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/** Tiles a second over the last quarter of a minute. Of one thread at a time. */
final class Rate {
    private static final long WINDOW_NANOS = TimeUnit.SECONDS.toNanos(15);
    private static final double LEAST_SECONDS = 1;

    private record Arrival(long atNanos, int tiles) {}

    private final LongSupplier nanoTime;
    private final Deque<Arrival> arrivals = new ArrayDeque<>();
    private long tiles;
    private long beginNanos;
    private boolean begun;

    Rate(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
    }

    void add(int count) {
        long now = nanoTime.getAsLong();
        if (!begun) {
            begun = true;
            beginNanos = now;
        }
        arrivals.add(new Arrival(now, count));
        tiles += count;
    }

    /** 0 until a second has passed, and when nothing has come for the whole window. */
    double perSecond() {
        long now = nanoTime.getAsLong();
        while (!arrivals.isEmpty() && now - arrivals.getFirst().atNanos() > WINDOW_NANOS) {
            tiles -= arrivals.removeFirst().tiles();
        }
        double seconds = Math.min(WINDOW_NANOS, now - beginNanos) / 1e9;
        return begun && seconds >= LEAST_SECONDS ? tiles / seconds : 0;
    }
}

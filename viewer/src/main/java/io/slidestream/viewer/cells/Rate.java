package io.slidestream.viewer.cells;

import io.slidestream.contracts.time.Ticks;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.TimeUnit;

/** Tiles a second over the last quarter of a minute. Of one thread at a time. */
final class Rate {
    private static final long WINDOW_NANOS = TimeUnit.SECONDS.toNanos(15);
    private static final double LEAST_SECONDS = 1;

    private record Arrival(long atNanos, int tiles) {}

    private final Ticks ticks;
    private final Deque<Arrival> arrivals = new ArrayDeque<>();
    private long tiles;
    private long beginNanos;
    private boolean begun;

    Rate(Ticks ticks) {
        this.ticks = ticks;
    }

    void add(int count) {
        long now = ticks.nanos();
        if (!begun) {
            begun = true;
            beginNanos = now;
        }
        arrivals.add(new Arrival(now, count));
        tiles += count;
    }

    /** 0 until a second has passed, and when nothing has come for the whole window. */
    double perSecond() {
        long now = ticks.nanos();
        while (!arrivals.isEmpty() && now - arrivals.getFirst().atNanos() > WINDOW_NANOS) {
            tiles -= arrivals.removeFirst().tiles();
        }
        double seconds = Math.min(WINDOW_NANOS, now - beginNanos) / 1e9;
        return begun && seconds >= LEAST_SECONDS ? tiles / seconds : 0;
    }
}

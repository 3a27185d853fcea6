package io.slidestream.tiler.queue;

import io.slidestream.tiler.tiling.TilingTask;
import java.util.concurrent.CompletableFuture;

/** A slide waiting for a tiling thread: urgent ones first, then in order of submission. */
final class TilingTurn implements Runnable, Comparable<TilingTurn> {
    private final TilingTask task;
    private final long number;
    private final Runnable work;
    private final CompletableFuture<Void> end = new CompletableFuture<>();

    /** @param number counts submissions */
    TilingTurn(TilingTask task, long number, Runnable work) {
        this.task = task;
        this.number = number;
        this.work = work;
    }

    TilingTask task() {
        return task;
    }

    /** Completes when the slide's manifest or rejection is in the log; never, when the tiler ends before. */
    CompletableFuture<Void> end() {
        return end;
    }

    void complete() {
        end.complete(null);
    }

    @Override
    public void run() {
        work.run();
    }

    @Override
    public int compareTo(TilingTurn other) {
        int urgency =
                Boolean.compare(other.task.slide().isUrgent(), task.slide().isUrgent());
        return urgency != 0 ? urgency : Long.compare(number, other.number);
    }
}

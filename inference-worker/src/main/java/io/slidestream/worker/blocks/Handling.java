package io.slidestream.worker.blocks;

import io.slidestream.worker.telemetry.BlockOutcome;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;

/**
 * A delivery being handled.
 *
 * @param outcome always completes normally, once everything the outcome promises is in the log
 * @param work the part that may be given up when nobody waits for the outcome any more
 */
record Handling(CompletableFuture<BlockOutcome> outcome, Future<?> work) {
    static Handling of(CompletableFuture<BlockOutcome> outcome) {
        return new Handling(outcome, outcome);
    }

    void abandon() {
        work.cancel(false);
    }
}

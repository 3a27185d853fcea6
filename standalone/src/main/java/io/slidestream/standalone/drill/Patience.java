package io.slidestream.standalone.drill;

import java.time.Duration;
import java.util.function.BooleanSupplier;

/** How long a drill waits for what must come. */
record Patience(Duration limit) {
    private static final long LOOK_MILLIS = 5;

    /** @throws DrillFailure if it does not become so in time */
    void until(String what, BooleanSupplier holds) throws InterruptedException {
        long deadline = System.nanoTime() + limit.toNanos();
        while (!holds.getAsBoolean()) {
            if (System.nanoTime() > deadline) {
                throw new DrillFailure("waited " + limit.toSeconds() + " s in vain for " + what);
            }
            Thread.sleep(LOOK_MILLIS);
        }
    }
}

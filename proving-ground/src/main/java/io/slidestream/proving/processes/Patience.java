package io.slidestream.proving.processes;

import java.time.Duration;
import java.util.function.BooleanSupplier;

/**
 * Limit on waiting for something that must come.
 *
 * @param look the pause between two looks
 */
public record Patience(Duration limit, Duration look) {
    /** @throws ServiceFailure if it does not become so in time */
    public void until(String what, BooleanSupplier holds) throws InterruptedException {
        long deadline = System.nanoTime() + limit.toNanos();
        while (!holds.getAsBoolean()) {
            if (System.nanoTime() > deadline) {
                throw new ServiceFailure("waited " + limit.toSeconds() + " s in vain for " + what);
            }
            Thread.sleep(look.toMillis());
        }
    }
}

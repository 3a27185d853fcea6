package io.slidestream.system;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** Waits for what something outside this JVM brings about. */
final class Await {
    private static final Duration PATIENCE = Duration.ofMinutes(8);
    private static final long LOOK_MILLIS = 100;

    private Await() {}

    /** @param story told by the failure */
    static void until(String what, Child.Condition condition, Supplier<String> story) throws InterruptedException {
        CountDownLatch never = new CountDownLatch(1);
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        IOException last = null;
        while (System.nanoTime() < deadline) {
            try {
                if (condition.holds()) {
                    return;
                }
            } catch (IOException e) {
                last = e; // not listening yet
            }
            if (never.await(LOOK_MILLIS, TimeUnit.MILLISECONDS)) {
                throw new AssertionError("counted down by nobody");
            }
        }
        throw new AssertionError("waited " + PATIENCE + " without " + what + ": " + story.get(), last);
    }
}

package io.slidestream.testkit;

import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Waits for a condition without taking the processor from the code that brings it about: the thread parks between two
 * looks, shortly at first. The limit is for failures only and grows with the machine's load ({@link Patience}).
 */
public final class Await {
    private static final Duration LIMIT = Duration.ofMinutes(1);
    private static final int DEEPEST_FRAMES = 20;
    private static final long FIRST_PAUSE_NANOS = 200_000;
    private static final long LONGEST_PAUSE_NANOS = 50_000_000;

    private Await() {}

    /** A condition. An IOException says that it does not hold yet: nobody listens, or a file is half written. */
    public interface Condition {
        boolean holds() throws Exception;
    }

    /** Waits for a minute on a quiet machine. */
    public static void await(Condition condition) {
        until("what was awaited", condition);
    }

    /** Waits for a minute on a quiet machine. */
    public static void until(String what, Condition condition) {
        until(what, LIMIT, condition, () -> "");
    }

    /**
     * Waits.
     *
     * @param limit on a quiet machine
     * @param story told by the failure
     * @throws AssertionError if the condition does not come to hold, or the thread is interrupted
     */
    public static void until(String what, Duration limit, Condition condition, Supplier<String> story) {
        long start = System.nanoTime();
        long pause = FIRST_PAUSE_NANOS;
        IOException last = null;
        while (true) {
            try {
                if (condition.holds()) {
                    return;
                }
                last = null;
            } catch (IOException e) {
                last = e;
            } catch (RuntimeException e) {
                throw e;
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            } catch (Exception e) {
                throw new AssertionError("failed while waiting for " + what, e);
            }
            if (Thread.currentThread().isInterrupted()) {
                throw failure("interrupted after ", start, what, story, last);
            }
            if (isOver(start, limit)) {
                throw failure("waited ", start, what, story, last);
            }
            LockSupport.parkNanos(pause);
            pause = Math.min(2 * pause, LONGEST_PAUSE_NANOS);
        }
    }

    /** Waits for another thread to wait: it has come as far as it can. */
    public static void waiting(Thread thread) {
        until(thread.getName() + " to wait", () -> thread.getState() == Thread.State.WAITING);
    }

    /** Waits for a latch where a checked exception is in the way. */
    public static void open(CountDownLatch latch) {
        until("a latch at " + latch.getCount(), () -> latch.getCount() == 0);
    }

    private static boolean isOver(long start, Duration limit) {
        long waited = System.nanoTime() - start;
        return waited > limit.toNanos() && waited > Patience.of(limit).toNanos();
    }

    private static AssertionError failure(
            String verb, long start, String what, Supplier<String> story, @Nullable IOException last) {
        double seconds = (System.nanoTime() - start) / 1e9;
        return new AssertionError(
                verb + Math.round(seconds) + " s in vain for " + what + " (" + Patience.circumstances() + ") "
                        + story.get() + whereOthersAre(),
                last);
    }

    /** The stacks of the other threads that run code of ours: one of them is what was waited for in vain. */
    private static String whereOthersAre() {
        StringBuilder stacks = new StringBuilder();
        Thread.getAllStackTraces().forEach((thread, stack) -> {
            if (thread != Thread.currentThread()
                    && Arrays.stream(stack)
                            .anyMatch(frame -> frame.getClassName().startsWith("io.slidestream."))) {
                stacks.append(System.lineSeparator())
                        .append(thread.getName())
                        .append(' ')
                        .append(thread.getState());
                Arrays.stream(stack)
                        .limit(DEEPEST_FRAMES)
                        .forEach(frame -> stacks.append(System.lineSeparator())
                                .append("    at ")
                                .append(frame));
            }
        });
        return stacks.toString();
    }
}

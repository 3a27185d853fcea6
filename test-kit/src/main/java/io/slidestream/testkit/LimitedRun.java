package io.slidestream.testkit;

import java.time.Duration;
import java.util.Arrays;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * One run of a test on its own thread, watched by another. When its time is up, the thread is interrupted; the processes
 * that were started meanwhile are killed, since a thread that reads what a process says cannot be interrupted.
 */
final class LimitedRun {
    private static final ScheduledExecutorService WATCH = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "time limits of tests");
        thread.setDaemon(true);
        return thread;
    });

    private final Duration limit;
    private final Thread thread = Thread.currentThread();
    private final Set<ProcessHandle> before = descendants();
    private final long start = System.nanoTime();
    private boolean ended;
    private @Nullable String expiry;

    private LimitedRun(Duration limit) {
        this.limit = limit;
    }

    /** The body of a test. */
    interface Body {
        void run() throws Throwable;
    }

    static void of(Duration limit, Body body) throws Throwable {
        LimitedRun run = new LimitedRun(limit);
        run.lookAfter(limit);
        try {
            body.run();
        } catch (Throwable e) {
            String expiry = run.end();
            throw expiry == null ? e : new AssertionError(expiry, e);
        }
        String expiry = run.end();
        if (expiry != null) {
            throw new AssertionError(expiry);
        }
    }

    private void lookAfter(Duration time) {
        WATCH.schedule(this::look, time.toNanos(), TimeUnit.NANOSECONDS);
    }

    private synchronized void look() {
        if (ended) {
            return;
        }
        Duration left = Patience.of(limit).minusNanos(System.nanoTime() - start);
        if (!left.isNegative() && !left.isZero()) {
            lookAfter(left);
            return;
        }
        expiry = "no end after " + TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - start) + " s ("
                + Patience.circumstances() + "), while" + threads();
        thread.interrupt();
        Set<ProcessHandle> started = descendants();
        started.removeAll(before);
        started.stream().filter(process -> !isReaper(process)).forEach(ProcessHandle::destroyForcibly);
    }

    /** Ends the run, and clears an interrupt that came too late for the test. */
    private synchronized @Nullable String end() {
        ended = true;
        if (expiry != null) {
            boolean unused = Thread.interrupted();
        }
        return expiry;
    }

    private static Set<ProcessHandle> descendants() {
        return ProcessHandle.current().descendants().collect(Collectors.toSet());
    }

    /** Reapers end with what they wait for, and may have something to tidy up. */
    private static boolean isReaper(ProcessHandle process) {
        return process.info().arguments().stream().flatMap(Arrays::stream).anyMatch("slidestream-reaper"::equals);
    }

    private static String threads() {
        return Thread.getAllStackTraces().entrySet().stream()
                .map(entry -> "\n" + entry.getKey()
                        + Arrays.stream(entry.getValue())
                                .map(frame -> "\n    at " + frame)
                                .collect(Collectors.joining()))
                .collect(Collectors.joining());
    }
}

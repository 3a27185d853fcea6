package io.slidestream.slides;

import io.slidestream.testkit.Patience;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Ends the JVM, and so the build, when native code does not come back: nothing else can. */
final class Watchdog implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(90);

    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "watchdog");
        thread.setDaemon(true);
        return thread;
    });
    private volatile long since;
    private volatile @Nullable String what;

    Watchdog() {
        clock.scheduleAtFixedRate(this::look, 1, 1, TimeUnit.SECONDS);
    }

    void begin(String name) {
        since = System.nanoTime();
        what = name;
    }

    void end() {
        what = null;
    }

    @Override
    public void close() {
        clock.shutdownNow();
    }

    private void look() {
        String current = what;
        if (current != null && System.nanoTime() - since > Patience.of(PATIENCE).toNanos()) {
            System.err.println("no end in sight of " + current);
            Thread.getAllStackTraces().forEach((thread, stack) -> {
                System.err.println(thread);
                for (StackTraceElement frame : stack) {
                    System.err.println("    " + frame);
                }
            });
            Runtime.getRuntime().halt(99);
        }
    }
}

package io.slidestream.servicekit.health;

import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import org.jspecify.annotations.Nullable;

/**
 * Makes executors of what recurs. Java's own swallow the exception that ends a recurring task; with these it fails the
 * service, as the end of any other thread does.
 */
public final class Schedules {
    private Schedules() {}

    /** Executor with daemon threads. */
    public static ScheduledExecutorService daemon(String name, int threads) {
        ScheduledThreadPoolExecutor executor =
                new ScheduledThreadPoolExecutor(threads, task -> {
                    Thread thread = new Thread(task, name);
                    thread.setDaemon(true);
                    return thread;
                }) {
                    @Override
                    protected void afterExecute(Runnable task, @Nullable Throwable thrown) {
                        super.afterExecute(task, thrown);
                        if (thrown == null && task instanceof Future<?> future && future.isDone()) {
                            tellOf(future, name);
                        }
                    }
                };
        executor.setRemoveOnCancelPolicy(true);
        return executor;
    }

    /** Executor with one daemon thread. */
    public static ScheduledExecutorService daemon(String name) {
        return daemon(name, 1);
    }

    private static void tellOf(Future<?> ended, String name) {
        try {
            ended.get();
        } catch (CancellationException e) {
            // wanted
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException e) {
            LostThreads.lost(name, e.getCause() == null ? e : e.getCause());
        }
    }
}

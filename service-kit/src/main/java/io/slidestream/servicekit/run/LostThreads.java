package io.slidestream.servicekit.run;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/*
 * A thread that ends with an exception takes its work with it, and nothing else tells: those who wait for it wait on. The JVM has a
 * handler of last resort for all threads, those of Kafka's clients included, so that no maker of a thread can forget it. What
 * recurs on an executor ends without its thread and without a word; Schedules tells of it here.
 */
/** Threads that ended with an exception that nobody caught: each fails every service of this process. */
final class LostThreads {
    private static final Logger log = LoggerFactory.getLogger(LostThreads.class);
    private static final Set<Consumer<Loss>> LISTENERS = ConcurrentHashMap.newKeySet();
    private static boolean watching;

    private LostThreads() {}

    /** The end of a thread, or of the work that recurred on it. */
    record Loss(String thread, Throwable cause) {
        @Override
        public String toString() {
            return "thread " + thread + " ended: " + cause;
        }
    }

    /** Tells of each thread that is lost from now on, on that thread. */
    static synchronized void tell(Consumer<Loss> listener) {
        if (!watching) {
            watching = true;
            Thread.UncaughtExceptionHandler before = Thread.getDefaultUncaughtExceptionHandler();
            Thread.setDefaultUncaughtExceptionHandler((thread, cause) -> {
                lost(thread.getName(), cause);
                passOn(before, thread, cause);
            });
        }
        LISTENERS.add(listener);
    }

    static void tellNoMore(Consumer<Loss> listener) {
        LISTENERS.remove(listener);
    }

    /** First the health, then the log: without memory only the one may succeed. */
    static void lost(String thread, Throwable cause) {
        Loss loss = new Loss(thread, cause);
        LISTENERS.forEach(listener -> listener.accept(loss));
        log.error("thread {} ended; the service must be restarted", thread, cause);
    }

    private static void passOn(Thread.@Nullable UncaughtExceptionHandler before, Thread thread, Throwable cause) {
        if (before != null) {
            before.uncaughtException(thread, cause);
        }
    }
}

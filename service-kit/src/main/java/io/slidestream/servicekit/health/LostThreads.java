package io.slidestream.servicekit.health;

import java.util.Arrays;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.apache.kafka.common.utils.internals.KafkaThread;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/*
 * A thread that ends with an exception takes its work with it, and nothing else tells: those who wait for it wait on. The JVM has a
 * handler of last resort for all threads, so that no maker of a thread can forget it. Two kinds escape it: Kafka's clients give theirs a
 * handler that only logs, so these are looked for; and what recurs on an executor ends without its thread and without a word, so
 * Schedules tells of it here.
 */
/** Threads that ended with an exception that nobody caught: each fails every service of this process. */
public final class LostThreads {
    private static final Logger log = LoggerFactory.getLogger(LostThreads.class);
    private static final Set<Consumer<Loss>> LISTENERS = ConcurrentHashMap.newKeySet();
    private static boolean watching;

    private LostThreads() {}

    /** The end of a thread, or of the work that recurred on it. */
    public record Loss(String thread, Throwable cause) {
        @Override
        public String toString() {
            return "thread " + thread + " ended: " + cause;
        }
    }

    /** Tells of each thread that is lost from now on, on that thread. */
    public static synchronized void tell(Consumer<Loss> listener) {
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

    public static void tellNoMore(Consumer<Loss> listener) {
        LISTENERS.remove(listener);
    }

    /**
     * Tells that the end of the calling thread is known and made good: it has a successor. Kafka Streams throws what ended a thread
     * once more when it has replaced it.
     */
    public static void isReplaced() {
        Thread.currentThread()
                .setUncaughtExceptionHandler(
                        (thread, cause) -> log.debug("{} has a successor", thread.getName(), cause));
    }

    /**
     * Has the threads of Kafka's clients told of, too, that are there now: they come with a handler that only logs.
     */
    public static void adoptKafkas() {
        ThreadGroup group = Thread.currentThread().getThreadGroup();
        while (group.getParent() != null) {
            group = group.getParent();
        }
        Thread[] threads = new Thread[2 * group.activeCount() + 16];
        int count = group.enumerate(threads);
        for (Thread thread : Arrays.asList(threads).subList(0, count)) {
            if (thread instanceof KafkaThread) {
                thread.setUncaughtExceptionHandler((ended, cause) -> lost(ended.getName(), cause));
            }
        }
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

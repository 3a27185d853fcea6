package io.slidestream.mapfiles.results;

import io.slidestream.mapfiles.formats.MapFormat;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Threads for the files of a map that are made when all its tiles are known: one a processor, for all maps together. A picture is
 * compressed on one thread, and a disk may take its time for each file.
 */
final class WritingThreads {
    private static final Executor THREADS = threads();

    private WritingThreads() {}

    /** Writes one of a map's files. */
    interface Writing {
        void write(MapFormat format) throws IOException;
    }

    /**
     * Writes files side by side, and returns when none is being written any more, however it ended and even if interrupted.
     *
     * @return what a fault of ours ended, in the order of the formats
     * @throws IOException the first, if the store does not take them
     */
    static Map<MapFormat, RuntimeException> write(List<MapFormat> formats, Writing writing) throws IOException {
        Map<MapFormat, CompletableFuture<Void>> begun = new LinkedHashMap<>();
        for (MapFormat format : formats) {
            begun.put(format, CompletableFuture.runAsync(() -> unchecked(format, writing), THREADS));
        }
        Map<MapFormat, RuntimeException> faults = new LinkedHashMap<>();
        Throwable failure = null;
        for (Map.Entry<MapFormat, CompletableFuture<Void>> file : begun.entrySet()) {
            Throwable cause = end(file.getValue());
            if (cause instanceof RuntimeException fault && !(cause instanceof UncheckedIOException)) {
                faults.put(file.getKey(), fault);
            } else if (cause != null && failure == null) {
                failure = cause;
            }
        }
        if (failure instanceof UncheckedIOException refused) {
            throw refused.getCause();
        }
        if (failure instanceof Error error) {
            throw error;
        }
        return faults;
    }

    private static void unchecked(MapFormat format, Writing writing) {
        try {
            writing.write(format);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static @Nullable Throwable end(CompletableFuture<Void> file) {
        try {
            file.join();
            return null;
        } catch (CompletionException e) {
            return e.getCause();
        }
    }

    private static Executor threads() {
        int processors = Runtime.getRuntime().availableProcessors();
        ThreadPoolExecutor threads = new ThreadPoolExecutor(
                processors, processors, 10, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), work -> {
                    Thread thread = new Thread(work, "map-files");
                    thread.setDaemon(true);
                    return thread;
                });
        threads.allowCoreThreadTimeOut(true);
        return threads;
    }
}

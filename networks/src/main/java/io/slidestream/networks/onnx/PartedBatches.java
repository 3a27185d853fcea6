package io.slidestream.networks.onnx;

import ai.onnxruntime.OrtException;
import io.slidestream.networks.engine.Unfinished;
import io.slidestream.networks.patches.PatchLayout;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/*
 * ONNX Runtime shares each layer out among its threads and waits for the last of them before the next. While others want the
 * processors, as those do that read slides, one of its threads is always late and the rest wait, some hundred times a batch.
 */
/**
 * Computes a batch in parts, each of which one thread takes through the whole network. The threads do not wait for each other
 * but at the end, and not there either if the next batch was begun. For one caller.
 */
final class PartedBatches implements AutoCloseable {
    /** Larger parts are no faster, and the last one is waited for longer. */
    private static final int LARGEST_PART = 8;

    private static final Logger log = LoggerFactory.getLogger(PartedBatches.class);

    private final PatchLayout layout;
    private final int threads;
    private final Session session;
    private final ExecutorService executor;
    /** What was begun and not asked for. */
    private final IdentityHashMap<FloatBuffer, List<Future<Outputs>>> begun = new IdentityHashMap<>();

    /** A session of one thread, which several call at a time. */
    @FunctionalInterface
    interface Session {
        /** @param patches of which it computes all */
        Outputs run(FloatBuffer patches, int count) throws OrtException;
    }

    PartedBatches(PatchLayout layout, int threads, Session session) {
        this.layout = layout;
        this.threads = threads;
        this.session = session;
        executor = Executors.newFixedThreadPool(threads, PartedBatches::thread);
    }

    private static Thread thread(Runnable work) {
        Thread thread = new Thread(work, "onnxruntime");
        thread.setDaemon(true);
        return thread;
    }

    /** Begins with so many patches, for which {@link #run} will ask; nobody may write to them until then. */
    void begin(FloatBuffer patches, int count) {
        begun.computeIfAbsent(patches, all -> submit(all, count));
    }

    Outputs run(FloatBuffer patches, int count) throws OrtException {
        begin(patches, count);
        List<Outputs> parts = new ArrayList<>();
        try {
            for (Future<Outputs> part : begun.getOrDefault(patches, List.of())) {
                parts.add(Unfinished.await(part, OrtException.class));
            }
            return Outputs.joined(parts);
        } finally {
            forget(patches);
        }
    }

    /** Waits for what was begun of these patches and is not wanted any more; does nothing if nothing was. */
    void forget(FloatBuffer patches) {
        List<Future<Outputs>> running = begun.remove(patches);
        for (Future<Outputs> part : running == null ? List.<Future<Outputs>>of() : running) {
            try {
                Unfinished.await(part, OrtException.class);
            } catch (OrtException | RuntimeException e) {
                log.debug("Patches that nobody asked for failed", e);
            }
        }
    }

    private List<Future<Outputs>> submit(FloatBuffer patches, int count) {
        int part = Math.min(LARGEST_PART, (count + threads - 1) / threads);
        int floats = layout.floatsPerPatch();
        FloatBuffer all = patches.duplicate().clear();
        List<Future<Outputs>> running = new ArrayList<>();
        for (int first = 0; first < count; first += part) {
            int some = Math.min(part, count - first);
            FloatBuffer own = all.slice(first * floats, some * floats);
            running.add(executor.submit(() -> session.run(own, some)));
        }
        return running;
    }

    /** The same of all patches. */
    void forgetAll() {
        List.copyOf(begun.keySet()).forEach(this::forget);
    }

    @Override
    public void close() {
        forgetAll();
        executor.shutdown();
    }
}

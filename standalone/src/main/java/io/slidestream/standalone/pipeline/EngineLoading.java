package io.slidestream.standalone.pipeline;

import io.slidestream.networks.engine.InferenceEngine;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Supplier;

/** A network that loads while the broker starts, since each takes seconds and neither needs the other. Of one thread. */
final class EngineLoading {
    private final CompletableFuture<InferenceEngine> engine = new CompletableFuture<>();

    private boolean taken;

    private EngineLoading() {}

    static EngineLoading begin(Supplier<InferenceEngine> load) {
        EngineLoading loading = new EngineLoading();
        Thread thread = new Thread(() -> loading.run(load), "engine-loading");
        thread.setDaemon(true);
        thread.start();
        return loading;
    }

    /** Waits for the engine, which is the caller's from now on; throws what loading it threw. */
    InferenceEngine await() {
        try {
            InferenceEngine loaded = engine.join();
            taken = true;
            return loaded;
        } catch (CompletionException e) {
            if (e.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            if (e.getCause() instanceof Error cause) {
                throw cause;
            }
            throw e;
        }
    }

    /** Closes an engine that nobody has awaited, now or as soon as it is there. */
    void abandon() {
        if (!taken) {
            engine.thenAccept(InferenceEngine::close);
        }
    }

    private void run(Supplier<InferenceEngine> load) {
        try {
            engine.complete(load.get());
        } catch (RuntimeException | Error e) {
            engine.completeExceptionally(e);
        }
    }
}

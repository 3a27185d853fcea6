package io.slidestream.worker;

import io.micrometer.core.instrument.MeterRegistry;
import io.slidestream.networks.InferenceEngine;
import io.slidestream.servicekit.Component;
import io.slidestream.servicekit.DeadLetters;
import io.slidestream.servicekit.EventPublisher;
import io.slidestream.servicekit.Health;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.ShareConsumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tile blocks in, their scores out, as a member of a share group. Owns the engine. */
public final class InferenceWorker implements Component {
    private static final Logger log = LoggerFactory.getLogger(InferenceWorker.class);

    private final InferenceEngine engine;
    private final ScoringPipeline pipeline;
    private final BlockConsumer consumer;
    private final ExecutorService publishing =
            Executors.newSingleThreadExecutor(task -> new Thread(task, "block-publisher"));
    private final AtomicBoolean started = new AtomicBoolean();
    private final AtomicBoolean closed = new AtomicBoolean();
    private volatile @Nullable Throwable engineFailure;

    InferenceWorker(
            InferenceSettings settings,
            String modelId,
            InferenceEngine engine,
            Supplier<PatchWriter> writers,
            TileSource tiles,
            Supplier<ShareConsumer<byte[], byte @Nullable []>> consumers,
            EventPublisher publisher,
            DeadLetters deadLetters,
            MeterRegistry registry) {
        this.engine = engine;
        WorkerMetrics metrics = new WorkerMetrics(registry);
        metrics.engineIs(engine.description(), modelId);
        pipeline = new ScoringPipeline(settings, tiles, writers, engine, metrics, this::engineGivenUp);
        BlockHandler handler = new BlockHandler(
                modelId, settings.deliveryLimit(), pipeline, publisher, deadLetters, metrics, publishing);
        consumer = new BlockConsumer(consumers, handler, metrics, settings.retryBackoff(), settings.consumers());
    }

    @Override
    public String name() {
        return "inference-worker";
    }

    @Override
    public void start() {
        started.set(true);
        pipeline.start();
        consumer.start();
    }

    @Override
    public Health check() {
        Throwable failure = engineFailure;
        return failure == null ? consumer.check() : Health.failed(failure);
    }

    /** Finishes the batches in hand and publishes the blocks complete by then; the others go back to the group. */
    @Override
    public void close() {
        if (closed.getAndSet(true)) {
            return;
        }
        if (started.get()) {
            consumer.stop();
            pipeline.close();
            consumer.close();
        } else {
            engine.close();
        }
        publishing.shutdown();
    }

    private void engineGivenUp(Throwable cause) {
        log.error("The engine failed {} times in a row; the worker stops", EngineLoop.FAILURES_TO_GIVE_UP, cause);
        engineFailure = cause;
        consumer.stop();
    }
}

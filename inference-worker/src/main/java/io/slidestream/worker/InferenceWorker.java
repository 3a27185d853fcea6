package io.slidestream.worker;

import io.micrometer.core.instrument.MeterRegistry;
import io.slidestream.networks.EngineChoice;
import io.slidestream.networks.InferenceEngine;
import io.slidestream.networks.ModelBundle;
import io.slidestream.networks.PatchLayout;
import io.slidestream.networks.PatchTransform;
import io.slidestream.servicekit.Component;
import io.slidestream.servicekit.DeadLetters;
import io.slidestream.servicekit.EventPublisher;
import io.slidestream.servicekit.Health;
import io.slidestream.slides.SlideFetcher;
import io.slidestream.slides.SlidePool;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tile blocks in, their scores out, as a member of a share group. Owns its engine and its open slides. */
public final class InferenceWorker implements Component {
    private static final Logger log = LoggerFactory.getLogger(InferenceWorker.class);

    private final InferenceEngine engine;
    private final WorkerGroup group;
    private final PooledTiles tiles;
    private final ScoringPipeline pipeline;
    private final BlockConsumer consumer;
    private final ExecutorService publishing =
            Executors.newSingleThreadExecutor(task -> new Thread(task, "block-publisher"));
    private final AtomicBoolean started = new AtomicBoolean();
    private final AtomicBoolean closed = new AtomicBoolean();
    private volatile @Nullable Throwable engineFailure;

    /**
     * Loads the network, in seconds; Kafka is not needed for it.
     *
     * @param batchSize patches a call
     * @param threads it computes with; 0 means one per processor
     * @throws io.slidestream.networks.ModelBundleException if the bundle lacks what the engine needs
     */
    public static InferenceEngine load(ModelBundle bundle, EngineChoice choice, int batchSize, int threads) {
        int used = threads == 0 ? Runtime.getRuntime().availableProcessors() : threads;
        InferenceEngine engine = bundle.openEngine(choice, batchSize, used);
        log.info(
                "Model {} ({}) on {}, {} threads, batches of {}",
                bundle.name(),
                bundle.id(),
                engine.description(),
                used,
                batchSize);
        return engine;
    }

    /**
     * Nothing is consumed before start().
     *
     * @param kafka client properties, at least bootstrap.servers
     * @param engine of this bundle; the worker's from now on
     * @param publisher must outlive the worker
     */
    public static InferenceWorker of(
            InferenceSettings settings,
            Map<String, Object> kafka,
            ModelBundle bundle,
            InferenceEngine engine,
            SlideFetcher slides,
            EventPublisher publisher,
            DeadLetters deadLetters,
            MeterRegistry registry) {
        return new InferenceWorker(
                settings,
                new WorkerGroup(kafka, settings, bundle.id()),
                bundle.id(),
                engine,
                () -> writer(bundle, engine.layout()),
                new PooledTiles(
                        new SlidePool(slides, settings.openSlides()),
                        bundle.model().patchSizePx()),
                publisher,
                deadLetters,
                registry);
    }

    InferenceWorker(
            InferenceSettings settings,
            WorkerGroup group,
            String modelId,
            InferenceEngine engine,
            Supplier<PatchWriter> writers,
            PooledTiles tiles,
            EventPublisher publisher,
            DeadLetters deadLetters,
            MeterRegistry registry) {
        this.engine = engine;
        this.group = group;
        this.tiles = tiles;
        WorkerMetrics metrics = new WorkerMetrics(registry);
        metrics.engineIs(engine.description(), modelId);
        pipeline = new ScoringPipeline(settings, tiles, writers, engine, metrics, this::engineGivenUp);
        BlockHandler handler = new BlockHandler(
                modelId, settings.deliveryLimit(), pipeline, publisher, deadLetters, metrics, publishing);
        consumer = new BlockConsumer(group::join, handler, metrics, settings.retryBackoff(), settings.consumers());
    }

    @Override
    public String name() {
        return "inference-worker";
    }

    @Override
    public void start() {
        group.configure();
        started.set(true);
        pipeline.start();
        consumer.start();
        log.info("Share group {}: waiting for tile blocks", group.name());
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
        tiles.close();
        publishing.shutdown();
    }

    private void engineGivenUp(Throwable cause) {
        log.error("The engine failed {} times in a row; the worker stops", EngineLoop.FAILURES_TO_GIVE_UP, cause);
        engineFailure = cause;
        consumer.stop();
    }

    private static PatchWriter writer(ModelBundle bundle, PatchLayout layout) {
        PatchTransform transform = new PatchTransform(bundle.config());
        return (tile, patches, index) ->
                transform.apply(tile.rgb(), tile.widthPx(), tile.heightPx(), patches, index, layout);
    }
}

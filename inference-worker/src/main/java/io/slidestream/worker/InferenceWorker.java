package io.slidestream.worker;

import io.micrometer.core.instrument.MeterRegistry;
import io.slidestream.contracts.Topic;
import io.slidestream.contracts.time.Backoff;
import io.slidestream.contracts.time.Ticks;
import io.slidestream.networks.Engines;
import io.slidestream.networks.bundle.ModelBundle;
import io.slidestream.networks.engine.Device;
import io.slidestream.networks.engine.InferenceEngine;
import io.slidestream.networks.patches.PatchTransform;
import io.slidestream.servicekit.health.Component;
import io.slidestream.servicekit.health.Health;
import io.slidestream.servicekit.kafka.DeadLetters;
import io.slidestream.servicekit.kafka.EventPublisher;
import io.slidestream.servicekit.telemetry.Tracing;
import io.slidestream.slides.codec.TileCache;
import io.slidestream.slides.open.SlidePool;
import io.slidestream.slides.store.SlideFetcher;
import io.slidestream.worker.blocks.Answers;
import io.slidestream.worker.blocks.BlockConsumer;
import io.slidestream.worker.blocks.BlockHandler;
import io.slidestream.worker.blocks.BlockMember;
import io.slidestream.worker.blocks.CancelledMaps;
import io.slidestream.worker.blocks.OneByOne;
import io.slidestream.worker.blocks.QueueWatch;
import io.slidestream.worker.blocks.SkippedBlocks;
import io.slidestream.worker.blocks.UrgentFirst;
import io.slidestream.worker.blocks.WorkerGroup;
import io.slidestream.worker.config.InferenceSettings;
import io.slidestream.worker.scoring.EngineEnd;
import io.slidestream.worker.scoring.EngineLoop;
import io.slidestream.worker.scoring.ExcerptWriter;
import io.slidestream.worker.scoring.PatchWriter;
import io.slidestream.worker.scoring.PooledTiles;
import io.slidestream.worker.scoring.ScoringPipeline;
import io.slidestream.worker.telemetry.GpuMetrics;
import io.slidestream.worker.telemetry.NvidiaSmi;
import io.slidestream.worker.telemetry.QueueMetrics;
import io.slidestream.worker.telemetry.ReaderMetrics;
import io.slidestream.worker.telemetry.WorkerMetrics;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tile blocks in, their scores out, as a member of a share group. Owns its engine and its open slides. */
public final class InferenceWorker implements Component {
    /** Longest back-off before an answer is handed to Kafka again, as a multiple of the first. */
    private static final int LONGEST_PAUSE = 16;
    /** Consumers of urgent blocks: with fewer than two the network idles between polls. */
    private static final int URGENT_CONSUMERS = 2;

    private static final Logger log = LoggerFactory.getLogger(InferenceWorker.class);

    private final InferenceEngine engine;
    private final WorkerGroup group;
    private final CancelledMaps cancelled;
    private final PooledTiles tiles;
    private final ScoringPipeline pipeline;
    private final BlockHandler handler;
    private final BlockConsumer consumer;
    private final List<QueueWatch> queues;
    private final List<SkippedBlocks> skipped;
    private final WorkerMetrics metrics;
    private final ExecutorService publishing =
            Executors.newSingleThreadExecutor(task -> new Thread(task, "block-publisher"));
    private final AtomicBoolean started = new AtomicBoolean();
    private final AtomicBoolean closed = new AtomicBoolean();
    private final EngineEnd engineEnd = new EngineEnd(Ticks.SYSTEM);

    /**
     * Loads the network, in seconds; Kafka is not needed for it.
     *
     * @throws io.slidestream.networks.bundle.ModelBundleException if the bundle lacks what the engine needs
     * @throws io.slidestream.networks.engine.DeviceUnavailableException if the device cannot be used
     */
    public static InferenceEngine load(ModelBundle bundle, InferenceSettings.Computing how) {
        int used = how.threads() == 0 ? Runtime.getRuntime().availableProcessors() : how.threads();
        InferenceEngine engine = Engines.serve(bundle, how.engine(), how.batch(), used, how.symmetries());
        log.info(
                "Model {} ({}) on {}, {} threads, batches of {}",
                bundle.name(),
                bundle.id(),
                engine.description(),
                used,
                engine.batchSize());
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
            MeterRegistry registry,
            Tracing tracing) {
        TileCache cache = new TileCache(settings.reading().cacheBytes());
        SlidePool pool = new SlidePool(
                slides, settings.reading().openSlides(), settings.reading().reader(), cache);
        ReaderMetrics.register(registry, pool, cache);
        String servedId = bundle.model(settings.computing().symmetries()).servedId();
        return new InferenceWorker(
                settings,
                new WorkerGroup(kafka, settings, servedId),
                CancelledMaps.in(kafka, registry),
                new Served(
                        servedId,
                        engine,
                        () -> new ExcerptWriter(new PatchTransform(bundle.config()), engine.layout())),
                new PooledTiles(
                        pool, bundle.model().patchSizePx(), settings.reading().pixels()),
                publisher,
                deadLetters,
                registry,
                tracing);
    }

    /**
     * What the worker serves.
     *
     * @param writers of patches as the engine takes them, one for each thread
     */
    record Served(String modelId, InferenceEngine engine, Supplier<PatchWriter> writers) {}

    InferenceWorker(
            InferenceSettings settings,
            WorkerGroup group,
            CancelledMaps cancelled,
            Served served,
            PooledTiles tiles,
            EventPublisher publisher,
            DeadLetters deadLetters,
            MeterRegistry registry,
            Tracing tracing) {
        this.engine = served.engine();
        this.group = group;
        this.cancelled = cancelled;
        this.tiles = tiles;
        metrics = new WorkerMetrics(registry);
        metrics.engineIs(
                settings.computing().engine(),
                settings.computing().symmetries(),
                engine.description(),
                served.modelId());
        queues = List.of(group.watch(Topic.TILE_BLOCKS.name()), group.urgent().watch(Topic.TILE_BLOCKS_URGENT.name()));
        skipped = List.of(
                group.skipped(served.modelId(), cancelled::contain, publisher, metrics),
                group.urgent().skipped(served.modelId(), cancelled::contain, publisher, metrics));
        QueueMetrics.register(registry, "normal", queues.get(0)::latest);
        QueueMetrics.register(registry, "urgent", queues.get(1)::latest);
        if (settings.computing().engine().device() == Device.CUDA) {
            GpuMetrics.register(registry, new NvidiaSmi());
        }
        pipeline = new ScoringPipeline(settings, tiles, served.writers(), engine, metrics, this::engineGivenUp);
        Backoff backoff = new Backoff(
                settings.consuming().retryBackoff(),
                settings.consuming().retryBackoff().multipliedBy(LONGEST_PAUSE));
        Function<Duration, Executor> again =
                pause -> CompletableFuture.delayedExecutor(pause.toMillis(), TimeUnit.MILLISECONDS, publishing);
        handler = new BlockHandler(
                served.modelId(),
                settings.consuming().deliveryLimit(),
                new OneByOne(pipeline, OneByOne.AFTER_A_SECOND),
                cancelled::contain,
                new Answers(publisher, deadLetters, again, backoff, this::isEnding),
                metrics,
                tracing,
                publishing);
        consumer = new BlockConsumer(
                members(settings), handler, metrics, settings.consuming().retryBackoff());
    }

    private List<BlockMember> members(InferenceSettings settings) {
        UrgentFirst lanes = new UrgentFirst(settings.consuming().lockDuration(), Ticks.SYSTEM);
        WorkerGroup urgent = group.urgent();
        List<BlockMember> members = new ArrayList<>();
        for (int i = 0; i < settings.consuming().consumers(); i++) {
            members.add(new BlockMember(group::join, lanes.others()));
        }
        for (int i = 0; i < Math.min(URGENT_CONSUMERS, settings.consuming().consumers()); i++) {
            members.add(new BlockMember(urgent::join, lanes.urgent()));
        }
        return members;
    }

    @Override
    public String name() {
        return "inference-worker";
    }

    @Override
    public void start() {
        group.configure();
        group.urgent().configure();
        started.set(true);
        cancelled.start(handler::callOff);
        pipeline.start();
        consumer.start();
        queues.forEach(QueueWatch::start);
        skipped.forEach(SkippedBlocks::start);
        log.info("Share group {}: waiting for tile blocks", group.name());
    }

    @Override
    public Health check() {
        return engineEnd.health().orElseGet(() -> {
            Health health = consumer.check();
            return health.state() == Health.State.READY ? cancelled.check() : health;
        });
    }

    /** Finishes the batches in hand and publishes the blocks complete by then; the others go back to the group. */
    @Override
    public void close() {
        if (closed.getAndSet(true)) {
            return;
        }
        queues.forEach(QueueWatch::close);
        skipped.forEach(SkippedBlocks::close);
        if (started.get()) {
            consumer.stop();
            pipeline.close();
            consumer.close();
            cancelled.close();
        } else {
            engine.close();
        }
        tiles.close();
        publishing.shutdown();
        metrics.clients().close();
    }

    private boolean isEnding() {
        return closed.get() || engineEnd.health().isPresent();
    }

    private void engineGivenUp(Throwable cause) {
        log.error("The engine failed {} times in a row; the worker stops", EngineLoop.FAILURES_TO_GIVE_UP, cause);
        engineEnd.because(cause);
        consumer.stop();
    }
}

package io.slidestream.worker.scoring;

import io.slidestream.contracts.BlockScored;
import io.slidestream.contracts.TileBlock;
import io.slidestream.contracts.time.Ticks;
import io.slidestream.networks.engine.InferenceEngine;
import io.slidestream.worker.config.InferenceSettings;
import io.slidestream.worker.telemetry.WorkerMetrics;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** Reader threads, batches and one engine thread: blocks in, their scores out. Owns the engine. */
public final class ScoringPipeline implements BlockScorer {
    private final InferenceEngine engine;
    private final BatchCollector collector;
    private final TileFeeder feeder;
    private final WorkerThreads engineThread;
    private final Set<BlockWork> inHand = ConcurrentHashMap.newKeySet();
    private volatile boolean closed;
    private volatile String served;

    /** @param onGivenUp told on the engine thread that the engine is given up: nothing more will be scored */
    public ScoringPipeline(
            InferenceSettings settings,
            TileSource source,
            Supplier<PatchWriter> writers,
            InferenceEngine engine,
            WorkerMetrics metrics,
            Consumer<Throwable> onGivenUp) {
        this.engine = engine;
        served = served();
        metrics.batchSizeIs(engine.batchSize());
        collector = new BatchCollector(
                engine.batchSize(),
                () -> engine.room(engine.batchSize()),
                settings.batching().buffers(),
                settings.batching().linger(),
                Ticks.SYSTEM);
        metrics.waitsAre(collector::starvedNanos, collector::blockedNanos);
        feeder = new TileFeeder(
                source, writers, collector, metrics, settings.reading().readerThreads());
        engineThread = new WorkerThreads(
                "inference", List.of(new EngineLoop(engine, collector, metrics, this::resized, cause -> {
                    onGivenUp.accept(cause);
                    collector.close();
                    abandonAll();
                })));
    }

    /** Description of engine and batch size that maps carry. */
    private String served() {
        return engine.description() + ", batch " + engine.batchSize();
    }

    private void resized() {
        served = served();
    }

    public void start() {
        feeder.start();
        engineThread.start();
    }

    @Override
    public CompletableFuture<BlockScored> score(TileBlock block) {
        BlockWork work = new BlockWork(block, () -> served);
        inHand.add(work);
        work.outcome().whenComplete((scored, failure) -> inHand.remove(work));
        if (closed) { // asked after adding: abandonAll() may have missed it
            work.outcome().cancel(false);
        } else {
            feeder.feed(work);
        }
        return work.outcome();
    }

    /** Lets the batches in hand finish; blocks that are not complete then are cancelled. */
    public void close() {
        feeder.close();
        collector.close();
        engineThread.join();
        abandonAll();
    }

    private void abandonAll() {
        closed = true;
        inHand.forEach(work -> work.outcome().cancel(false));
    }
}

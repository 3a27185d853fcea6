package io.slidestream.proving.bench;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.slidestream.contracts.Cell;
import io.slidestream.contracts.MapId;
import io.slidestream.contracts.SlideVersion;
import io.slidestream.contracts.TileBlock;
import io.slidestream.contracts.TileGrid;
import io.slidestream.networks.bundle.ModelConfig;
import io.slidestream.networks.engine.Device;
import io.slidestream.networks.engine.ForwardingEngine;
import io.slidestream.networks.engine.InferenceEngine;
import io.slidestream.networks.patches.PatchTransform;
import io.slidestream.servicekit.config.CommonSettings;
import io.slidestream.servicekit.config.Settings;
import io.slidestream.slides.Excerpt;
import io.slidestream.slides.RgbImage;
import io.slidestream.worker.config.InferenceSettings;
import io.slidestream.worker.scoring.ExcerptWriter;
import io.slidestream.worker.scoring.ScoringPipeline;
import io.slidestream.worker.scoring.TileSource;
import io.slidestream.worker.telemetry.WorkerMetrics;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.stream.IntStream;

/**
 * A worker's pipeline around an engine, with tiles that lie in memory: what it costs to feed the engine, slides and Kafka
 * aside. For measurements.
 */
public final class MemoryFeed {
    /** Tiles of a block; what is measured is a multiple of it. */
    public static final int BLOCK_TILES = 64;

    private final ModelConfig config;
    private final InferenceEngine engine;
    private final InferenceSettings settings;
    private final TileGrid grid;
    private final RgbImage picture;

    /**
     * @param engine the caller's, who calls it from nowhere else meanwhile
     * @param device on which it computes
     */
    public MemoryFeed(ModelConfig config, InferenceEngine engine, Device device) {
        this.config = config;
        this.engine = engine;
        settings = InferenceSettings.of(Settings.of(
                InferenceSettings.definition(),
                Map.of(
                        CommonSettings.BOOTSTRAP_SERVERS, "nowhere:9092",
                        InferenceSettings.MODEL, "none",
                        InferenceSettings.DEVICE, device.label())));
        int side = config.patchSizePx();
        grid = new TileGrid(8L * side, 8L * side, config.spacingUmPx(), side, side);
        Random random = new Random(1);
        int[] rgb = IntStream.range(0, side * side)
                .map(pixel -> random.nextInt(1 << 24))
                .toArray();
        picture = new RgbImage(side, side, rgb);
    }

    /**
     * Tiles a second, from the first that is asked for to the last score, after some to warm up.
     *
     * @param blocks of 64 tiles each, all of them waiting from the beginning
     * @throws IllegalStateException if the engine failed
     */
    public double tilesPerSecond(int blocks) {
        ScoringPipeline pipeline = new ScoringPipeline(
                settings,
                block -> new InMemory(),
                () -> new ExcerptWriter(new PatchTransform(config), engine.layout()),
                new Borrowed(engine),
                new WorkerMetrics(new SimpleMeterRegistry()),
                failure -> {});
        try {
            pipeline.start();
            score(
                    pipeline,
                    2 * engine.batchSize() / BLOCK_TILES + 1); // the engine's first calls on a new thread are slow
            long start = System.nanoTime();
            score(pipeline, blocks);
            return blocks * BLOCK_TILES * 1e9 / (System.nanoTime() - start);
        } catch (CompletionException e) {
            throw new IllegalStateException("the engine failed: " + e.getCause(), e);
        } finally {
            pipeline.close();
        }
    }

    private void score(ScoringPipeline pipeline, int blocks) {
        CompletableFuture<?>[] outcomes = IntStream.range(0, blocks)
                .mapToObj(block -> pipeline.score(block()))
                .toArray(CompletableFuture<?>[]::new);
        CompletableFuture.allOf(outcomes).join();
    }

    private TileBlock block() {
        return new TileBlock(
                new MapId("0".repeat(32)), 1, new SlideVersion("file:/memory", "1", "memory"), grid, "none", 0, -1L);
    }

    private final class InMemory implements TileSource.OpenTiles {
        @Override
        public Excerpt read(Cell cell) {
            return Excerpt.of(picture);
        }

        @Override
        public void close() {}
    }

    /** The pipeline closes its engine; this one is somebody else's. */
    private static final class Borrowed extends ForwardingEngine {
        Borrowed(InferenceEngine engine) {
            super(engine);
        }

        @Override
        public void close() {}
    }
}

package io.slidestream.proving.bench;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.slidestream.broker.EmbeddedBroker;
import io.slidestream.contracts.BlockScored;
import io.slidestream.contracts.MapId;
import io.slidestream.contracts.Model;
import io.slidestream.contracts.SlideTiled;
import io.slidestream.contracts.SlideVersion;
import io.slidestream.contracts.TileGrid;
import io.slidestream.contracts.TileScore;
import io.slidestream.contracts.TilingSpec;
import io.slidestream.contracts.Topic;
import io.slidestream.proving.processes.Patience;
import io.slidestream.proving.processes.ServiceFailure;
import io.slidestream.proving.processes.ServiceKind;
import io.slidestream.proving.processes.ServiceProcess;
import io.slidestream.servicekit.kafka.KafkaEventPublisher;
import io.slidestream.servicekit.kafka.TopicCreation;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/**
 * Measures how many open maps, and how large a one, an aggregator in a JVM of its own carries: maps are begun, half of
 * their blocks come, then the other half; then one large map. Scores are made up, and the slides are not there, so the
 * pictures are drawn on white.
 */
public final class LedgerBench {
    private static final int PARTITIONS = 4;
    private static final int SMALL_SIDE_TILES = 32;
    private static final int IN_FLIGHT = 2_000;
    private static final int TILE_PX = 224;
    private static final Patience PATIENCE = new Patience(Duration.ofHours(1), Duration.ofMillis(200));
    private static final List<String> CLASSES =
            List.of("ADI", "BACK", "DEB", "LYM", "MUC", "MUS", "NORM", "STR", "TUM");

    private final Path folder;
    private final LedgerBenchSettings settings;
    private final List<LedgerFigures.Stage> stages = new ArrayList<>();

    /** @param folder empty, for topics, state and results */
    public LedgerBench(Path folder, LedgerBenchSettings settings) {
        this.folder = folder;
        this.settings = settings;
    }

    /**
     * Measures, in minutes.
     *
     * @param remarks told what is about to be done
     * @throws ServiceFailure if the aggregator ends, or takes an hour for a stage
     */
    public LedgerFigures run(Consumer<String> remarks) throws InterruptedException, IOException {
        try (EmbeddedBroker broker = EmbeddedBroker.start(folder.resolve("broker"))) {
            Map<String, Object> kafka = Map.of("bootstrap.servers", broker.bootstrapServers());
            TopicCreation.ensure(kafka, PARTITIONS, (short) 1, Duration.ofSeconds(60));
            try (KafkaEventPublisher publisher = new KafkaEventPublisher(kafka, "bench", new SimpleMeterRegistry());
                    ServiceProcess aggregator = aggregator(broker.bootstrapServers())) {
                List<SlideTiled> maps = IntStream.range(0, settings.openMaps())
                        .mapToObj(i -> manifest("small-" + i, SMALL_SIDE_TILES))
                        .toList();
                int blocks = maps.get(0).grid().blocks();
                remarks.accept(settings.openMaps() + " maps of " + maps.get(0).expectedTiles() + " tiles");
                stage(aggregator, "half of the blocks of all maps", (long) maps.size() * blocks / 2, () -> {
                    for (SlideTiled map : maps) {
                        publisher.publish(Topic.SLIDES, map);
                    }
                    blocks(publisher, maps, 0, blocks / 2);
                    PATIENCE.until(
                            "all maps to be open",
                            () -> aggregator.metric("slidestream_aggregator_blocks_total")
                                            >= maps.size() * (blocks / 2L)
                                    && aggregator.metric("slidestream_aggregator_maps_open") == maps.size());
                });
                stage(aggregator, "the other half, results written", (long) maps.size() * (blocks - blocks / 2), () -> {
                    blocks(publisher, maps, blocks / 2, blocks);
                    PATIENCE.until("all maps to be written", () -> written(aggregator) >= maps.size());
                });
                SlideTiled large = manifest("large", (int) Math.round(Math.sqrt(settings.tiles())));
                remarks.accept("one map of " + large.expectedTiles() + " tiles");
                stage(
                        aggregator,
                        "all blocks of the large map, results written",
                        large.grid().blocks(),
                        () -> {
                            publisher.publish(Topic.SLIDES, large);
                            blocks(publisher, List.of(large), 0, large.grid().blocks());
                            PATIENCE.until("the large map", () -> written(aggregator) > maps.size());
                        });
                return new LedgerFigures(settings, maps.get(0).expectedTiles(), large.expectedTiles(), stages);
            }
        }
    }

    private interface Work {
        void run() throws InterruptedException;
    }

    private ServiceProcess aggregator(String bootstrapServers) {
        return ServiceProcess.start(
                ServiceKind.AGGREGATOR,
                Map.of(
                        "SLIDESTREAM_KAFKA_BOOTSTRAP_SERVERS", bootstrapServers,
                        "SLIDESTREAM_VIEWER_BIND", "127.0.0.1:0",
                        "SLIDESTREAM_STATE_FOLDER", folder.resolve("state").toString(),
                        "SLIDESTREAM_RESULTS_FOLDER", folder.resolve("results").toString(),
                        "SLIDESTREAM_RESULTS_FORMATS", settings.formats()),
                List.of("-Xmx" + settings.heapMb() + "m"),
                folder.resolve("aggregator.log"));
    }

    private static double written(ServiceProcess aggregator) {
        return aggregator.metric("slidestream_aggregator_maps_total");
    }

    private void stage(ServiceProcess aggregator, String what, long blocks, Work work) throws InterruptedException {
        long start = System.nanoTime();
        work.run();
        double seconds = (System.nanoTime() - start) / 1e9;
        stages.add(new LedgerFigures.Stage(what, blocks, seconds, aggregator.footprint()));
    }

    /** Block by block over all maps, as workers that take turns send them. */
    private static void blocks(KafkaEventPublisher publisher, List<SlideTiled> maps, int from, int to) {
        List<CompletableFuture<?>> sent = new ArrayList<>();
        for (int block = from; block < to; block++) {
            for (SlideTiled map : maps) {
                sent.add(publisher.publish(Topic.TILE_SCORES, scored(map, block)));
                if (sent.size() >= IN_FLIGHT) {
                    CompletableFuture.allOf(sent.toArray(CompletableFuture[]::new))
                            .join();
                    sent.clear();
                }
            }
        }
        CompletableFuture.allOf(sent.toArray(CompletableFuture[]::new)).join();
    }

    private static SlideTiled manifest(String name, int sideTiles) {
        SlideVersion slide = new SlideVersion("file:///bench/" + name + ".svs", "1-1", name);
        Model model = new Model("0".repeat(64), "bench", CLASSES, TILE_PX, 0.5, 1, "{}");
        TileGrid grid = new TileGrid((long) sideTiles * TILE_PX, (long) sideTiles * TILE_PX, 0.5, TILE_PX, TILE_PX);
        MapId map = MapId.of(slide, model.id(), new TilingSpec(TILE_PX, 0.5, 1, null, "bench"));
        return new SlideTiled(
                map, 1, slide, grid, model, (long) sideTiles * sideTiles, "bench", System.currentTimeMillis(), 1, 1, 1);
    }

    private static BlockScored scored(SlideTiled map, int index) {
        long tiles = 0;
        for (int bit = 0; bit < 64; bit++) {
            int column = index % map.grid().blockColumns() * TileGrid.BLOCK_SIDE + bit % TileGrid.BLOCK_SIDE;
            int row = index / map.grid().blockColumns() * TileGrid.BLOCK_SIDE + bit / TileGrid.BLOCK_SIDE;
            tiles |= column < map.grid().columns() && row < map.grid().rows() ? 1L << bit : 0;
        }
        List<TileScore> scores = IntStream.range(0, Long.bitCount(tiles))
                .<TileScore>mapToObj(tile -> score(index + tile))
                .toList();
        return new BlockScored(map.mapId(), 1, index, tiles, scores, "bench", 1, 1, System.currentTimeMillis());
    }

    private static TileScore score(int place) {
        List<Float> probabilities = new ArrayList<>();
        for (int k = 0; k < CLASSES.size(); k++) {
            probabilities.add(k == place % CLASSES.size() ? 0.6f : 0.05f);
        }
        return new TileScore.Scored(probabilities);
    }
}

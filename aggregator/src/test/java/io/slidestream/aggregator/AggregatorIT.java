package io.slidestream.aggregator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.slidestream.aggregator.config.AggregatorSettings;
import io.slidestream.aggregator.ledger.BlockStore;
import io.slidestream.aggregator.ledger.LedgerStore;
import io.slidestream.aggregator.streams.StreamsProperties;
import io.slidestream.broker.EmbeddedBroker;
import io.slidestream.contracts.BlockScored;
import io.slidestream.contracts.MapUpdated;
import io.slidestream.contracts.RejectionReason;
import io.slidestream.contracts.SlideTiled;
import io.slidestream.contracts.SlideVersion;
import io.slidestream.contracts.TileGrid;
import io.slidestream.contracts.Topic;
import io.slidestream.mapfiles.results.FolderResultsStore;
import io.slidestream.mapfiles.results.MapResults;
import io.slidestream.servicekit.health.Health;
import io.slidestream.servicekit.kafka.KafkaEventPublisher;
import io.slidestream.servicekit.kafka.TopicCreation;
import io.slidestream.servicekit.run.Reaper;
import io.slidestream.slides.RgbImage;
import io.slidestream.slides.SlideException;
import io.slidestream.testkit.Await;
import io.slidestream.testkit.MapSamples;
import io.slidestream.testkit.Patience;
import io.slidestream.testkit.TestBroker;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** The service as a process of its own against a real broker. */
class AggregatorIT {
    /** 100 by 80 tiles: 130 blocks. */
    private static final TileGrid GRID = new TileGrid(22_400, 17_900, 0.5, 224, 224);

    @TempDir
    @SuppressWarnings("NullAway.Init") // by JUnit
    Path folder;

    @RegisterExtension
    final TestBroker<EmbeddedBroker> broker = new TestBroker<>(EmbeddedBroker::start, EmbeddedBroker::bootstrapServers);

    @SuppressWarnings("NullAway.Init") // by start()
    private Map<String, Object> kafka;

    @BeforeEach
    void start() {
        kafka = broker.kafka();
        TopicCreation.ensure(kafka, 2, (short) 1, Duration.ofSeconds(60));
    }

    @Test
    void killedHalfWay_givesTheSameTable() throws Exception {
        SlideTiled manifest = MapSamples.manifest(MapSamples.slide("S1"), GRID, MapSamples.KATHER, 1);
        List<BlockScored> blocks = MapSamples.blocks(manifest);
        int half = blocks.size() / 2;
        try (KafkaEventPublisher publisher = new KafkaEventPublisher(kafka, "test", new SimpleMeterRegistry());
                MapWatch maps = new MapWatch(kafka)) {
            publisher.publish(Topic.SLIDES, manifest).join();
            publish(publisher, blocks.subList(0, half));
            Process first = aggregator("first.log");
            try {
                maps.await(map -> map.scoredTiles() > 0, first);
            } finally {
                first.destroyForcibly().waitFor();
            }
            publish(publisher, blocks.subList(half - 3, blocks.size()));
            Process second = aggregator("second.log");
            try {
                MapUpdated last = maps.await(map -> map.state() == MapUpdated.State.MAPPED, second);
                assertThat(last.scoredTiles()).isEqualTo(manifest.expectedTiles());
                second.destroy();
                assertThat(second.waitFor(Patience.of(Duration.ofSeconds(40)).toMillis(), TimeUnit.MILLISECONDS))
                        .as("ends when asked to")
                        .isTrue();
            } finally {
                second.destroyForcibly().waitFor();
            }
        }
        Path undisturbed = folder.resolve("undisturbed");
        results(undisturbed).write(manifest, blocks.iterator());
        for (String name :
                List.of("tiles.csv", "tiles.geojson", "tumor-regions.geojson", "tumor-map.png", "overlay.png")) {
            assertThat(folder.resolve("results/S1").resolve(name))
                    .hasSameBinaryContentAs(undisturbed.resolve("S1").resolve(name));
        }
    }

    @Test
    void component_isReadyMapsAndHandsOverAtOnce() throws Exception {
        SlideTiled first = MapSamples.manifest("S1");
        SlideTiled second = MapSamples.manifest("S2");
        try (KafkaEventPublisher publisher = new KafkaEventPublisher(kafka, "test", new SimpleMeterRegistry());
                MapWatch maps = new MapWatch(kafka)) {
            map(first, publisher, maps);
            map(second, publisher, maps);
        }
        try (Admin admin = Admin.create(kafka)) {
            List<ConfigResource> changelogs = admin.listTopics().names().get().stream()
                    .filter(topic -> topic.endsWith("-changelog"))
                    .map(topic -> new ConfigResource(ConfigResource.Type.TOPIC, topic))
                    .toList();
            assertThat(changelogs).hasSize(2);
            assertThat(admin.describeConfigs(changelogs).all().get().values())
                    .as("a wrong clock of this service does not matter")
                    .allSatisfy(config -> assertThat(
                                    config.get("message.timestamp.type").value())
                            .isEqualTo("LogAppendTime"));
        }
    }

    /** As when it was away for longer than Kafka keeps scores, and comes back with another disk. */
    @Test
    void openMap_outlivesItsScoresInKafka_andItsStateFolder() throws Exception {
        SlideTiled manifest = MapSamples.manifest("S1");
        List<BlockScored> blocks = MapSamples.blocks(manifest);
        List<BlockScored> before = blocks.subList(0, blocks.size() / 2);
        long tilesBefore =
                before.stream().mapToLong(block -> block.scores().size()).sum();
        try (KafkaEventPublisher publisher = new KafkaEventPublisher(kafka, "test", new SimpleMeterRegistry());
                MapWatch maps = new MapWatch(kafka)) {
            publisher.publish(Topic.SLIDES, manifest).join();
            publish(publisher, before);
            try (Aggregator first = aggregator(folder.resolve("state"))) {
                first.start();
                maps.await(map -> map.scoredTiles() == tilesBefore, null);
            }
            expireScores();
            try (Aggregator second = aggregator(folder.resolve("another-state"))) {
                second.start();
                publish(publisher, blocks.subList(before.size(), blocks.size()));
                MapUpdated last = maps.await(map -> map.state() == MapUpdated.State.MAPPED, null);
                assertThat(last.scoredTiles()).isEqualTo(manifest.expectedTiles());
            }
        }
        Path undisturbed = folder.resolve("undisturbed");
        results(undisturbed).write(manifest, blocks.iterator());
        assertThat(folder.resolve("results/S1/tiles.csv")).hasSameBinaryContentAs(undisturbed.resolve("S1/tiles.csv"));
    }

    @Test
    void standby_keepsACopyOfTheOtherOnesLedgers_andGoesOnWithIt() throws Exception {
        SlideTiled manifest = MapSamples.manifest("S1");
        List<BlockScored> blocks = MapSamples.blocks(manifest);
        List<BlockScored> before = blocks.subList(0, blocks.size() / 2);
        long tilesBefore =
                before.stream().mapToLong(block -> block.scores().size()).sum();
        try (KafkaEventPublisher publisher = new KafkaEventPublisher(kafka, "test", new SimpleMeterRegistry());
                MapWatch maps = new MapWatch(kafka);
                Aggregator second = aggregator(folder.resolve("second"), 1)) {
            try (Aggregator first = aggregator(folder.resolve("first"), 1)) {
                first.start();
                awaitReady(first);
                publisher.publish(Topic.SLIDES, manifest).join();
                publish(publisher, before);
                maps.await(map -> map.scoredTiles() == tilesBefore, null);
                second.start();
                awaitReady(second);
                Await.until("ledgers on the disk of each", () -> ledgers("first") == 2 && ledgers("second") == 2);
            }
            publish(publisher, blocks.subList(before.size(), blocks.size()));
            MapUpdated last = maps.await(map -> map.state() == MapUpdated.State.MAPPED, null);
            assertThat(last.scoredTiles()).isEqualTo(manifest.expectedTiles());
        }
    }

    /** Of the topics' two partitions: each task has a folder with a RocksDB in it, a standby's as well. */
    private long ledgers(String state) {
        return Stream.of("0_0", "0_1")
                .map(task -> folder.resolve(state)
                        .resolve(StreamsProperties.APPLICATION_ID)
                        .resolve(task)
                        .resolve("rocksdb")
                        .resolve(LedgerStore.NAME))
                .filter(Files::isDirectory)
                .count();
    }

    /** Else what closed maps left would stay in it for a week or a gigabyte. */
    @Test
    void changelogs_areCompactedDaily() throws Exception {
        try (Aggregator aggregator = aggregator(folder.resolve("state"));
                Admin admin = Admin.create(kafka)) {
            aggregator.start();
            awaitReady(aggregator);
            for (String store : List.of(LedgerStore.NAME, BlockStore.NAME)) {
                ConfigResource topic = new ConfigResource(
                        ConfigResource.Type.TOPIC, StreamsProperties.APPLICATION_ID + "-" + store + "-changelog");
                Config config = admin.describeConfigs(List.of(topic))
                        .all()
                        .get()
                        .values()
                        .iterator()
                        .next();
                assertThat(config.entries())
                        .extracting(ConfigEntry::name, ConfigEntry::value)
                        .contains(tuple("cleanup.policy", "compact"), tuple("segment.ms", "86400000"));
            }
        }
    }

    private void expireScores() throws Exception {
        try (Admin admin = Admin.create(kafka)) {
            RecordsToDelete all = RecordsToDelete.beforeOffset(-1);
            String scores = Topic.TILE_SCORES.name();
            admin.deleteRecords(Map.of(new TopicPartition(scores, 0), all, new TopicPartition(scores, 1), all))
                    .all()
                    .get();
        }
    }

    private Aggregator aggregator(Path state) {
        return aggregator(state, 0);
    }

    private Aggregator aggregator(Path state, int standbys) {
        AggregatorSettings settings =
                new AggregatorSettings(kafka, state, 1, 1, standbys, Duration.ofMillis(200), Duration.ofSeconds(1));
        return new Aggregator(settings, results(folder.resolve("results")), new SimpleMeterRegistry());
    }

    private void map(SlideTiled manifest, KafkaEventPublisher publisher, MapWatch maps) {
        try (Aggregator aggregator = aggregator(folder.resolve("state"))) {
            assertThat(aggregator.check().state()).isEqualTo(Health.State.STARTING);
            aggregator.start();
            awaitReady(aggregator);
            publish(publisher, MapSamples.blocks(manifest));
            publisher.publish(Topic.SLIDES, manifest).join();
            MapUpdated last = maps.await(
                    map -> map.mapId().equals(manifest.mapId()) && map.state() == MapUpdated.State.MAPPED, null);
            assertThat(last.slide()).isEqualTo(manifest.slide());
        }
    }

    private static void awaitReady(Aggregator aggregator) {
        Await.until(
                "readiness",
                Duration.ofMinutes(1),
                () -> aggregator.check().state() == Health.State.READY,
                () -> aggregator.check().detail());
    }

    private static void publish(KafkaEventPublisher publisher, List<BlockScored> blocks) {
        CompletableFuture.allOf(blocks.stream()
                        .map(block -> publisher.publish(Topic.TILE_SCORES, block))
                        .toArray(CompletableFuture[]::new))
                .join();
    }

    private static MapResults results(Path root) {
        return new MapResults(new FolderResultsStore(root), AggregatorIT::gone, Clock.systemUTC());
    }

    private static RgbImage gone(SlideVersion slide, int side) throws SlideException {
        throw new SlideException(RejectionReason.VANISHED, slide.location() + " is not there");
    }

    private Process aggregator(String logName) throws IOException {
        Path properties = folder.resolve("aggregator.properties");
        Files.writeString(
                properties,
                "kafka.bootstrap.servers=" + broker.bootstrapServers() + "\nhttp.address=127.0.0.1:0\nresults.folder="
                        + folder.resolve("results") + "\nstate.folder=" + folder.resolve("state")
                        + "\nsnapshot.interval=100ms\n");
        return Reaper.entrust(new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        AggregatorMain.class.getName(),
                        properties.toString())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve(logName).toFile())
                .start());
    }
}

package io.slidestream.aggregator;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.slidestream.aggregator.ledger.AggregatorMetrics;
import io.slidestream.aggregator.ledger.BlockStore;
import io.slidestream.aggregator.ledger.LedgerParts;
import io.slidestream.aggregator.ledger.LedgerStore;
import io.slidestream.aggregator.ledger.OpenMaps;
import io.slidestream.aggregator.ledger.Troubles;
import io.slidestream.aggregator.ledger.Writing;
import io.slidestream.aggregator.streams.TumorMapTopology;
import io.slidestream.contracts.BlockScored;
import io.slidestream.contracts.MalformedMessageException;
import io.slidestream.contracts.MapId;
import io.slidestream.contracts.MapUpdated;
import io.slidestream.contracts.RejectionReason;
import io.slidestream.contracts.SlideEvent;
import io.slidestream.contracts.Topic;
import io.slidestream.mapfiles.map.MapSettings;
import io.slidestream.mapfiles.results.FolderResultsStore;
import io.slidestream.mapfiles.results.MapFormats;
import io.slidestream.mapfiles.results.MapResults;
import io.slidestream.mapfiles.results.ResultsSettings;
import io.slidestream.servicekit.telemetry.Tracing;
import io.slidestream.slides.SlideException;
import io.slidestream.testkit.MapSamples;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.TestInputTopic;
import org.apache.kafka.streams.TestOutputTopic;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.test.TestRecord;
import org.jspecify.annotations.Nullable;

/** The topology on Kafka's test driver, writing real files; the disk can be made to fail. */
public final class Driver implements AutoCloseable {
    public static final Duration TICK = Duration.ofMillis(500);
    public static final Clock CLOCK = Clock.fixed(Instant.ofEpochMilli(MapSamples.SEEN + 60_000), ZoneOffset.UTC);

    public final SimpleMeterRegistry metrics = new SimpleMeterRegistry();
    public final Troubles troubles = new Troubles();
    public final OpenMaps openMaps = new OpenMaps();
    private final TopologyTestDriver driver;
    private final TestInputTopic<byte[], byte[]> slides;
    private final TestInputTopic<byte[], byte[]> scores;
    private final TestOutputTopic<byte[], byte[]> updates;
    private final TestOutputTopic<byte[], byte[]> deadLetters;
    private @Nullable IOException diskFault;
    private int writes;

    public Driver(Path state, Path results) {
        MapResults files = new MapResults(
                new FolderResultsStore(results),
                (slide, side) -> {
                    throw new SlideException(RejectionReason.VANISHED, slide.location() + " is gone");
                },
                new ResultsSettings(MapFormats.of(List.of("csv", "geojson", "map", "overlay")), MapSettings.DEFAULT),
                CLOCK);
        Writing disk = Writing.to(files);
        Writing failing = (event, blocks) -> {
            writes++;
            if (diskFault != null) {
                throw diskFault;
            }
            return disk.write(event, blocks);
        };
        LedgerParts parts = new LedgerParts(
                failing,
                troubles,
                openMaps,
                new AggregatorMetrics(metrics, openMaps, CLOCK),
                Tracing.off(),
                TICK,
                Duration.ofSeconds(5));
        Properties properties = new Properties();
        properties.put(StreamsConfig.APPLICATION_ID_CONFIG, "test");
        properties.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, "unused:9");
        properties.put(StreamsConfig.STATE_DIR_CONFIG, state.toString());
        properties.put(StreamsConfig.PROCESSING_EXCEPTION_HANDLER_GLOBAL_ENABLED_CONFIG, true);
        driver = new TopologyTestDriver(
                TumorMapTopology.of(parts), properties, Instant.ofEpochMilli(MapSamples.SEEN + 10_000));
        slides = driver.createInputTopic(Topic.SLIDES.name(), new ByteArraySerializer(), new ByteArraySerializer());
        scores =
                driver.createInputTopic(Topic.TILE_SCORES.name(), new ByteArraySerializer(), new ByteArraySerializer());
        updates = driver.createOutputTopic(
                Topic.TUMOR_MAPS.name(), new ByteArrayDeserializer(), new ByteArrayDeserializer());
        deadLetters =
                driver.createOutputTopic(Topic.DEAD_LETTERS, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }

    public void slide(SlideEvent event) {
        slides.pipeInput(key(event.mapId()), Topic.SLIDES.codec().encode(event));
    }

    public void slideBytes(byte[] key, byte @Nullable [] value) {
        slides.pipeInput(new TestRecord<>(key, value));
    }

    public void block(BlockScored block) {
        scores.pipeInput(key(block.mapId()), Topic.TILE_SCORES.codec().encode(block));
    }

    public void blocks(List<BlockScored> blocks) {
        blocks.forEach(this::block);
    }

    public void blockBytes(byte[] key, byte @Nullable [] value) {
        scores.pipeInput(new TestRecord<>(key, value));
    }

    /** In ticks: however far the test driver's clock jumps, it fires each schedule once. */
    public void pass(Duration time) {
        for (Duration left = time; !left.isNegative() && !left.isZero(); left = left.minus(TICK)) {
            driver.advanceWallClockTime(TICK);
        }
    }

    public void breakDisk(String message) {
        diskFault = new IOException(message);
    }

    public void mendDisk() {
        diskFault = null;
    }

    public int writes() {
        return writes;
    }

    /** What was published since the last call. */
    public List<MapUpdated> updates() {
        List<MapUpdated> all = new ArrayList<>();
        for (byte[] bytes : updates.readValuesToList()) {
            try {
                all.add(Topic.TUMOR_MAPS.codec().decode(bytes));
            } catch (MalformedMessageException e) {
                throw new AssertionError(e);
            }
        }
        return all;
    }

    public List<TestRecord<byte[], byte[]>> deadLetters() {
        return deadLetters.readRecordsToList();
    }

    /** Forgets what was published so far, changelogs too, which the test driver keeps. */
    public void drain() {
        for (String topic : driver.producedTopicNames()) {
            driver.createOutputTopic(topic, new ByteArrayDeserializer(), new ByteArrayDeserializer())
                    .readRecordsToList();
        }
    }

    public double count(String meter, String tag, String value) {
        return metrics.find(meter).tag(tag, value).counters().stream()
                .mapToDouble(Counter::count)
                .sum();
    }

    public double count(String meter) {
        return metrics.find(meter).counters().stream()
                .mapToDouble(Counter::count)
                .sum();
    }

    public double accountedTiles() {
        return count("slidestream.aggregator.tiles")
                + count("slidestream.aggregator.tiles.abandoned")
                + openMaps.pendingTiles();
    }

    public double openMaps() {
        return metrics.get("slidestream.aggregator.maps.open").gauge().value();
    }

    KeyValueStore<Bytes, byte[]> store(String name) {
        return driver.getKeyValueStore(name);
    }

    /** The test driver deletes its state when closed, so a restart is a new driver with the old one's entries. */
    public void takeStateFrom(Driver other) {
        for (String name : List.of(LedgerStore.NAME, BlockStore.NAME)) {
            try (KeyValueIterator<Bytes, byte[]> entries = other.store(name).all()) {
                while (entries.hasNext()) {
                    KeyValue<Bytes, byte[]> entry = entries.next();
                    store(name).put(entry.key, entry.value);
                }
            }
        }
    }

    public void lose(String store) {
        try (KeyValueIterator<Bytes, byte[]> all = store(store).all()) {
            all.forEachRemaining(entry -> store(store).delete(entry.key));
        }
    }

    public long entries(String store) {
        long count = 0;
        try (KeyValueIterator<Bytes, byte[]> all = store(store).all()) {
            for (; all.hasNext(); all.next()) {
                count++;
            }
        }
        return count;
    }

    public static byte[] key(MapId map) {
        return map.hex().getBytes(StandardCharsets.US_ASCII);
    }

    public static Map<String, String> headers(TestRecord<byte[], byte[]> record) {
        Map<String, String> texts = new java.util.TreeMap<>();
        record.headers().forEach(h -> texts.put(h.key(), new String(h.value(), StandardCharsets.UTF_8)));
        return texts;
    }

    @Override
    public void close() {
        driver.close();
    }
}

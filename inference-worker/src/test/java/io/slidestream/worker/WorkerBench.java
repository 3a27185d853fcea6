package io.slidestream.worker;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.slidestream.broker.EmbeddedBroker;
import io.slidestream.contracts.BlockScored;
import io.slidestream.contracts.MalformedMessageException;
import io.slidestream.contracts.MapId;
import io.slidestream.contracts.SlideVersion;
import io.slidestream.contracts.TileBlock;
import io.slidestream.contracts.TileGrid;
import io.slidestream.contracts.TileScore;
import io.slidestream.contracts.Topic;
import io.slidestream.networks.engine.InferenceEngine;
import io.slidestream.servicekit.kafka.KafkaDeadLetters;
import io.slidestream.servicekit.kafka.KafkaEventPublisher;
import io.slidestream.servicekit.kafka.TopicCreation;
import io.slidestream.servicekit.telemetry.Tracing;
import io.slidestream.slides.Excerpt;
import io.slidestream.slides.LevelChoice;
import io.slidestream.slides.RgbImage;
import io.slidestream.slides.SlideException;
import io.slidestream.slides.SlideReader;
import io.slidestream.slides.codec.TileCache;
import io.slidestream.slides.open.ReaderChoice;
import io.slidestream.slides.open.SlidePool;
import io.slidestream.slides.open.SlideReaders;
import io.slidestream.slides.store.FolderSlideStore;
import io.slidestream.slides.store.LocalSlideFetcher;
import io.slidestream.synthetic.SyntheticSlide;
import io.slidestream.testkit.Await;
import io.slidestream.worker.blocks.CancelledMaps;
import io.slidestream.worker.blocks.WorkerGroup;
import io.slidestream.worker.config.InferenceSettings;
import io.slidestream.worker.config.PixelPath;
import io.slidestream.worker.scoring.PooledTiles;
import io.slidestream.worker.scoring.Softmax;
import java.io.IOException;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.function.Predicate;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** A broker, a slide, and both ends of a worker: blocks are sent in, scores and dead letters are read back. */
public final class WorkerBench implements AutoCloseable {
    static final int PATCH_PX = 32;
    static final int TILE_PX = 64;

    private final EmbeddedBroker broker;
    private final KafkaEventPublisher publisher;
    private final Path slidePath;
    private final SlideVersion slide;
    private final TileGrid grid;

    public WorkerBench(Path folder) throws IOException, SlideException {
        slidePath = folder.resolve("S1.svs");
        SyntheticSlide.builder().size(2000, 1500).mpp(0.25).write(slidePath);
        slide = FolderSlideStore.version(slidePath);
        grid = new TileGrid(2000, 1500, 0.25, TILE_PX, TILE_PX);
        broker = EmbeddedBroker.start(folder.resolve("broker"));
        TopicCreation.ensure(kafka(), 4, (short) 1, Duration.ofSeconds(60));
        publisher = new KafkaEventPublisher(kafka(), "bench", new SimpleMeterRegistry());
    }

    public Map<String, Object> kafka() {
        return new HashMap<>(Map.of("bootstrap.servers", broker.bootstrapServers()));
    }

    /** Every block of the slide, with all its tiles. */
    List<TileBlock> blocks(String model) {
        return blocks(model, grid);
    }

    /** Blocks of a grid that need not be the slide's. */
    List<TileBlock> blocks(String model, TileGrid asked) {
        MapId map = new MapId(model.substring(0, 32));
        List<TileBlock> blocks = new ArrayList<>();
        for (int index = 0; index < asked.blocks(); index++) {
            long tiles = 0;
            for (int bit = 0; bit < 64; bit++) {
                int column = index % asked.blockColumns() * 8 + bit % 8;
                int row = index / asked.blockColumns() * 8 + bit / 8;
                tiles |= column < asked.columns() && row < asked.rows() ? 1L << bit : 0;
            }
            blocks.add(new TileBlock(map, 1, slide, asked, model, index, tiles));
        }
        return blocks;
    }

    /** The same, of a slide that lies in a folder for urgent ones. */
    static TileBlock urgent(TileBlock block) {
        SlideVersion slide = block.slide();
        return new TileBlock(
                new MapId("e".repeat(32)),
                1,
                new SlideVersion(slide.location(), slide.fingerprint(), "urgent/" + slide.name()),
                block.grid(),
                block.modelId(),
                block.blockIndex(),
                block.tiles());
    }

    void send(List<TileBlock> blocks) {
        blocks.forEach(
                block -> publisher.publish(Topic.blocksOf(block.slide()), block).join());
    }

    /** As retention does in time. */
    void expireBlocks() throws Exception {
        try (Admin admin = Admin.create(kafka());
                KafkaConsumer<byte[], byte[]> reading = consumer(Topic.TILE_BLOCKS.name())) {
            Map<TopicPartition, RecordsToDelete> all = new HashMap<>();
            reading.assignment().forEach(one -> all.put(one, RecordsToDelete.beforeOffset(-1)));
            admin.deleteRecords(all).all().get();
        }
    }

    /** Moves the group, which must be empty, to the ends of its partitions. */
    void skipAll(String group) throws Exception {
        try (Admin admin = Admin.create(kafka());
                KafkaConsumer<byte[], byte[]> reading = consumer(Topic.TILE_BLOCKS.name())) {
            Map<TopicPartition, Long> ends = reading.endOffsets(reading.assignment());
            Await.await(() -> {
                try {
                    admin.alterShareGroupOffsets(group, ends).all().get();
                    return true;
                } catch (InterruptedException | ExecutionException e) {
                    return false; // the last member's leave is on its way
                }
            });
        }
    }

    /** A worker that is not started; extra settings as keys and values. */
    InferenceWorker worker(String model, InferenceEngine engine, MeterRegistry registry, String... settings) {
        InferenceSettings all = TestSettings.of(settings);
        return new InferenceWorker(
                all,
                new WorkerGroup(kafka(), all, model),
                CancelledMaps.in(kafka(), registry),
                new InferenceWorker.Served(model, engine, () -> MeanColourEngine::write),
                new PooledTiles(
                        new SlidePool(new LocalSlideFetcher(), 2, ReaderChoice.AUTO, new TileCache(1 << 24)),
                        PATCH_PX,
                        PixelPath.EXACT),
                publisher,
                new KafkaDeadLetters(publisher, "bench", registry, Clock.systemUTC()),
                registry,
                Tracing.off());
    }

    public WorkerGroup group(String model, String... settings) {
        return new WorkerGroup(kafka(), TestSettings.of(settings), model);
    }

    /** The scores of a block computed without any of the worker's parts but the softmax. */
    List<TileScore> expected(TileBlock block) throws SlideException {
        return patches(block).stream()
                .map(patch -> (TileScore) new TileScore.Scored(Softmax.of(patch, 0, 3)))
                .toList();
    }

    private List<float[]> patches(TileBlock block) throws SlideException {
        try (SlideReader reader = SlideReaders.open(slidePath)) {
            int level = LevelChoice.best(reader.properties().levels(), (double) TILE_PX / PATCH_PX)
                    .index();
            List<float[]> patches = new ArrayList<>();
            for (var cell : block.cells()) {
                float[] logits = new float[3];
                RgbImage tile = reader.read(block.grid().region(cell), level);
                MeanColourEngine.write(Excerpt.of(tile), FloatBuffer.wrap(logits), 0);
                patches.add(logits);
            }
            return patches;
        }
    }

    /** Reads the scores of one map from the beginning until {@code enough} of them are there. */
    List<BlockScored> scores(String model, Predicate<List<BlockScored>> enough) throws MalformedMessageException {
        return scores(new MapId(model.substring(0, 32)), enough);
    }

    List<BlockScored> scores(MapId map, Predicate<List<BlockScored>> enough) throws MalformedMessageException {
        List<BlockScored> scores = new ArrayList<>();
        try (KafkaConsumer<byte[], byte[]> consumer = consumer(Topic.TILE_SCORES.name())) {
            while (!enough.test(scores)) {
                for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofMillis(200))) {
                    BlockScored scored = Topic.TILE_SCORES.codec().decode(record.value());
                    if (scored.mapId().equals(map)) {
                        scores.add(scored);
                    }
                }
            }
        }
        return scores;
    }

    List<ConsumerRecord<byte[], byte[]>> deadLetters(Predicate<List<ConsumerRecord<byte[], byte[]>>> enough) {
        List<ConsumerRecord<byte[], byte[]>> letters = new ArrayList<>();
        try (KafkaConsumer<byte[], byte[]> consumer = consumer(Topic.DEAD_LETTERS)) {
            while (!enough.test(letters)) {
                consumer.poll(Duration.ofMillis(200)).forEach(letters::add);
            }
        }
        return letters;
    }

    void sendRaw(byte[] value) {
        try (var producer =
                new KafkaProducer<byte[], byte[]>(kafka(), new ByteArraySerializer(), new ByteArraySerializer())) {
            var unused = producer.send(new ProducerRecord<>(Topic.TILE_BLOCKS.name(), value));
        }
    }

    @Override
    public void close() {
        publisher.close();
        broker.close();
    }

    private KafkaConsumer<byte[], byte[]> consumer(String topic) {
        KafkaConsumer<byte[], byte[]> consumer =
                new KafkaConsumer<>(kafka(), new ByteArrayDeserializer(), new ByteArrayDeserializer());
        List<TopicPartition> partitions = consumer.partitionsFor(topic).stream()
                .map(info -> new TopicPartition(topic, info.partition()))
                .toList();
        consumer.assign(partitions);
        consumer.seekToBeginning(partitions);
        return consumer;
    }
}

package io.slidestream.tiler.queue;

import static io.slidestream.testkit.Await.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.slidestream.broker.EmbeddedBroker;
import io.slidestream.contracts.BlockScored;
import io.slidestream.contracts.MapCommand;
import io.slidestream.contracts.MapId;
import io.slidestream.contracts.MapUpdated;
import io.slidestream.contracts.RejectionReason;
import io.slidestream.contracts.SlideEvent;
import io.slidestream.contracts.SlideStateChanged;
import io.slidestream.contracts.SlideTiled;
import io.slidestream.contracts.SlideVersion;
import io.slidestream.contracts.TileBlock;
import io.slidestream.contracts.TileScore;
import io.slidestream.contracts.Topic;
import io.slidestream.servicekit.kafka.EventPublisher;
import io.slidestream.servicekit.kafka.TopicCreation;
import io.slidestream.slides.store.FolderSlideStore;
import io.slidestream.synthetic.SyntheticSlide;
import io.slidestream.testkit.TestBroker;
import io.slidestream.testkit.TimeLimit;
import io.slidestream.tiler.LoggedRecords;
import io.slidestream.tiler.Samples;
import io.slidestream.tiler.TestTiler;
import io.slidestream.tiler.ownership.PartitionedOwnership;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** What is promised of slides that arrive: several tilers, commands, and the user's files. */
@TimeLimit(seconds = 180)
class TilingQueueIT {
    @TempDir
    static Path drafts;

    @RegisterExtension
    static final TestBroker<EmbeddedBroker> BROKER =
            new TestBroker<>(EmbeddedBroker::start, EmbeddedBroker::bootstrapServers);

    private static Map<String, Object> kafka;

    @TempDir
    Path bucket;

    private LoggedRecords records;

    @BeforeAll
    static void createTopics() {
        kafka = BROKER.kafka();
        TopicCreation.ensure(kafka, 4, (short) 1, Duration.ofSeconds(60));
    }

    @BeforeEach
    void readRecords() {
        records = new LoggedRecords(kafka);
    }

    @Test
    void twoTilersOnOneBucket_tileEachSlideOnce_andOneTakesOverFromTheOther() throws Exception {
        try (TestTiler first = tiler()) {
            await(() -> shareOf(first) == 4);
            try (TestTiler second = tiler()) {
                await(() -> shareOf(first) == 2 && shareOf(second) == 2);
                for (int i = 0; i < 8; i++) {
                    slide("S" + i + ".svs", i);
                }
                await(() -> events().size() == 8);
                await(() -> first.metric("slidestream.slide.states", "state", "tiled")
                                + second.metric("slidestream.slide.states", "state", "tiled")
                        == 8);
            }
            await(() -> shareOf(first) == 4);
            await(() -> first.metric("slidestream.slide.states", "state", "tiled") == 8);
            slide("late.svs", 9);
            await(() -> events().size() == 9);
        }
        assertThat(events()).extracting(SlideEvent::attempt).containsOnly(1);
        assertThat(events().stream().map(event -> event.slide().name())).doesNotHaveDuplicates();
    }

    @Test
    void commandThatATilerHadOnlyQueued_isObeyedByItsSuccessor_once() throws Exception {
        Path file = slide("asked.svs", 3);
        SlideVersion slide = FolderSlideStore.version(file);
        MapId map = Samples.recipe(null).mapId(slide);
        try (TestTiler tiler = tiler()) {
            await(() -> events().size() == 1);
        }
        CountDownLatch stuck = new CountDownLatch(1);
        try (TestTiler tiler = new TestTiler(kafka, bucket, publisher -> new SilentPublisher(stuck))) {
            command(new MapCommand(map, 1, slide, MapCommand.Kind.RETRY, null));
            stuck.await();
        }
        assertThat(events()).hasSize(1);

        try (TestTiler tiler = tiler()) {
            await(() -> events().size() == 2);
        }
        try (TestTiler tiler = tiler()) {
            await(() -> shareOf(tiler) == 4);
            SlideVersion other = FolderSlideStore.version(slide("other.svs", 4));
            await(() ->
                    events().stream().anyMatch(event -> event.slide().location().equals(other.location())));
        }
        assertThat(events().stream().filter(event -> event.mapId().equals(map)).map(SlideEvent::attempt))
                .containsExactly(1, 2);
    }

    @Test
    void filesOfTheBucket_areLeftAsTheyAre() throws Exception {
        Path whole = slide("case 1/whole.svs", 5);
        slide("urgent/first.svs", 6);
        byte[] bytes = Files.readAllBytes(whole);
        Files.write(bucket.resolve("cut.svs"), java.util.Arrays.copyOf(bytes, bytes.length / 2));
        Files.writeString(bucket.resolve("text.svs"), "no slide");
        Files.writeString(bucket.resolve("notes.txt"), "left alone");
        Map<Path, String> before = listing();
        try (TestTiler tiler = tiler()) {
            await(() -> events().size() == 4);
            assertThat(tiler.registry.get("slidestream.tiler.ignored").gauge().value())
                    .isEqualTo(1);
        }
        assertThat(listing()).isEqualTo(before);
        assertThat(records.raw(Topic.TILE_BLOCKS_URGENT.name())).isNotEmpty();
    }

    @Test
    void slideWhoseBlocksAreNotAllPublished_isGoneOnWithByTheNextTiler_andNoBlockIsMissing() throws Exception {
        SlideVersion slide = FolderSlideStore.version(slide("large.svs", 10, 7000));
        MapId map = Samples.recipe(null).mapId(slide);
        try (TestTiler tiler = new TestTiler(kafka, bucket, publisher -> publisher, 1)) {
            await(() -> blocksOf(map).size() == 1);
            assertThat(((SlideTiled) last(map)).isPublished()).isFalse();
            TileBlock first = blocksOf(map).get(0);
            records.put(
                    Topic.TILE_SCORES.name(),
                    map.hex().getBytes(StandardCharsets.US_ASCII),
                    Topic.TILE_SCORES
                            .codec()
                            .encode(new BlockScored(
                                    map,
                                    1,
                                    first.blockIndex(),
                                    first.tiles(),
                                    Collections.nCopies(
                                            first.cells().size(),
                                            new TileScore.Rejected(RejectionReason.UNREADABLE, "torn")),
                                    "fake",
                                    0,
                                    0,
                                    1)));
            await(() -> blocksOf(map).size() == 2);
        }
        try (TestTiler tiler = tiler()) {
            await(() -> ((SlideTiled) last(map)).isPublished());
        }
        SlideTiled manifest = (SlideTiled) last(map);
        assertThat(manifest.attempt()).isEqualTo(1);
        assertThat(blocksOf(map)).allMatch(block -> block.attempt() == 1);
        assertThat(blocksOf(map).stream()
                        .distinct()
                        .mapToLong(block -> block.cells().size())
                        .sum())
                .isEqualTo(manifest.expectedTiles());
    }

    /** As when no worker came by for longer than Kafka keeps blocks. */
    @Test
    void slideWhoseBlocksHaveExpired_isTiledAgain_unlessItIsMapped() throws Exception {
        SlideVersion mapped = FolderSlideStore.version(slide("mapped.svs", 7));
        SlideVersion waiting = FolderSlideStore.version(slide("urgent/waiting.svs", 8));
        MapId mappedMap = Samples.recipe(null).mapId(mapped);
        MapId waitingMap = Samples.recipe(null).mapId(waiting);
        try (TestTiler tiler = tiler()) {
            await(() -> tiler.metric("slidestream.slide.states", "state", "tiled") == 2);
        }
        records.put(
                Topic.TUMOR_MAPS.name(),
                mappedMap.hex().getBytes(StandardCharsets.US_ASCII),
                Topic.TUMOR_MAPS
                        .codec()
                        .encode(new MapUpdated(
                                mappedMap, 1, mapped, MapUpdated.State.MAPPED, 1, 1, 0, "file:///maps", null, null)));
        records.expire(Topic.TILE_BLOCKS.name());
        records.expire(Topic.TILE_BLOCKS_URGENT.name());

        try (TestTiler tiler = tiler()) {
            await(() -> events().stream().anyMatch(event -> event.attempt() == 2));
            await(() -> tiler.metric("slidestream.slide.states", "state", "mapped") == 1);
            assertThat(tiler.states.latest(waiting.location()).orElseThrow().state())
                    .isIn(SlideStateChanged.State.SUBMITTED, SlideStateChanged.State.TILED);
        }

        assertThat(events().stream().filter(event -> event.attempt() == 2).map(SlideEvent::mapId))
                .containsExactly(waitingMap);
        assertThat(records.of(Topic.TILE_BLOCKS_URGENT)).isNotEmpty().allMatch(block -> block.attempt() == 2);
        assertThat(records.of(Topic.TILE_BLOCKS)).isEmpty();
    }

    /** Acknowledges nothing, as when the process is killed. */
    private record SilentPublisher(CountDownLatch asked) implements EventPublisher {
        @Override
        public <T> CompletableFuture<Void> publish(Topic<T> topic, T message) {
            asked.countDown();
            return new CompletableFuture<>();
        }

        @Override
        public void close() {}
    }

    private TestTiler tiler() throws Exception {
        return new TestTiler(kafka, bucket, publisher -> publisher);
    }

    private List<TileBlock> blocksOf(MapId map) throws Exception {
        return records.of(Topic.TILE_BLOCKS).stream()
                .filter(block -> block.mapId().equals(map))
                .toList();
    }

    private SlideEvent last(MapId map) throws Exception {
        return events().stream()
                .filter(event -> event.mapId().equals(map))
                .reduce((a, b) -> b)
                .orElseThrow();
    }

    private Path slide(String name, int seed) throws IOException {
        return slide(name, seed, 1500);
    }

    private Path slide(String name, int seed, int sidePx) throws IOException {
        Path file = bucket.resolve(name);
        Files.createDirectories(file.getParent());
        Path draft = drafts.resolve("draft-" + seed + ".svs");
        SyntheticSlide.builder().size(sidePx, sidePx).seed(seed).write(draft);
        return Files.move(draft, file);
    }

    private void command(MapCommand command) throws Exception {
        records.put(
                Topic.COMMANDS.name(),
                Topic.COMMANDS.key().apply(command).getBytes(StandardCharsets.US_ASCII),
                Topic.COMMANDS.codec().encode(command));
    }

    /** How many of the four partitions a tiler holds. */
    private long shareOf(TestTiler tiler) {
        return Stream.iterate(0, i -> i + 1)
                .limit(1000)
                .map(i -> bucket.toUri() + "any" + i)
                .filter(tiler.share::holds)
                .map(location -> PartitionedOwnership.partition(location, 4))
                .distinct()
                .count();
    }

    private List<SlideEvent> events() throws Exception {
        return records.of(Topic.SLIDES).stream()
                .filter(event ->
                        event.slide().location().startsWith(bucket.toUri().toString()))
                .toList();
    }

    private Map<Path, String> listing() throws Exception {
        Map<Path, String> files = new TreeMap<>();
        try (Stream<Path> all = Files.walk(bucket)) {
            for (Path file : all.toList()) {
                String hash = Files.isDirectory(file)
                        ? "folder"
                        : HexFormat.of()
                                .formatHex(MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file)));
                files.put(file, hash + " " + Files.getLastModifiedTime(file));
            }
        }
        return files;
    }
}

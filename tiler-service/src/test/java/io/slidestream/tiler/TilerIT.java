package io.slidestream.tiler;

import static io.slidestream.testkit.Await.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.slidestream.broker.EmbeddedBroker;
import io.slidestream.contracts.Cell;
import io.slidestream.contracts.MapId;
import io.slidestream.contracts.RejectionReason;
import io.slidestream.contracts.SlideEvent;
import io.slidestream.contracts.SlideRejected;
import io.slidestream.contracts.SlideStateChanged;
import io.slidestream.contracts.SlideTiled;
import io.slidestream.contracts.SlideVersion;
import io.slidestream.contracts.TileBlock;
import io.slidestream.contracts.Topic;
import io.slidestream.servicekit.kafka.EventPublisher;
import io.slidestream.servicekit.kafka.TopicCreation;
import io.slidestream.slides.store.FolderSlideStore;
import io.slidestream.synthetic.SyntheticSlide;
import io.slidestream.testkit.TestBroker;
import io.slidestream.testkit.TimeLimit;
import io.slidestream.tiler.queue.Submission;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** A folder of slides, the tiler's own parts and a broker: what is promised of topics slides and tile-blocks. */
@TimeLimit(seconds = 180)
class TilerIT {
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
        TopicCreation.ensure(kafka, 3, (short) 1, Duration.ofSeconds(60));
    }

    @BeforeEach
    void readRecords() {
        records = new LoggedRecords(kafka);
    }

    @Test
    void slidesInTheFolder_becomeBlocksAndManifests_onceOnly() throws Exception {
        SyntheticSlide.builder().size(5000, 4000).seed(11).write(bucket.resolve("one.svs"));
        Files.createDirectories(bucket.resolve("case 7"));
        SyntheticSlide.builder().size(3000, 3000).seed(12).write(bucket.resolve("case 7/two.svs"));
        Files.writeString(bucket.resolve("x.svs"), "not a slide at all");
        Files.writeString(bucket.resolve("notes.txt"), "left alone");

        try (TestTiler tiler = tiler(publisher -> publisher)) {
            await(() -> events().size() == 3);
        }

        assertThat(events())
                .extracting(event -> event.slide().name())
                .containsExactlyInAnyOrder("one", "case 7/two", "x");
        for (SlideEvent event : events()) {
            if (event instanceof SlideTiled tiled) {
                assertThat(cells(tiled.mapId())).hasSize((int) tiled.expectedTiles());
                assertThat(blocks(tiled.mapId()))
                        .allMatch(block -> block.slide().equals(tiled.slide()));
            } else {
                assertThat(((SlideRejected) event).reason()).isEqualTo(RejectionReason.NOT_A_SLIDE);
            }
        }
        int blocks = records.raw(Topic.TILE_BLOCKS.name()).size();

        try (TestTiler again = tiler(publisher -> publisher)) {
            await(() -> again.metric("slidestream.slide.states", "state", "tiled") == 2
                    && again.metric("slidestream.slide.states", "state", "rejected") == 1);
            Submission known = again.queue.submit(FolderSlideStore.version(bucket.resolve("one.svs")));
            assertThat(known.alreadyKnown()).isTrue();
        }

        assertThat(events()).hasSize(3);
        assertThat(records.raw(Topic.TILE_BLOCKS.name())).hasSize(blocks);
    }

    @Test
    void tilerKilledInTheMiddle_leavesNoManifest_andTheNextOneCompletesTheSlide() throws Exception {
        SyntheticSlide.builder().size(12_000, 9_000).seed(13).write(bucket.resolve("killed.svs"));
        MapId map = Samples.recipe(null).mapId(FolderSlideStore.version(bucket.resolve("killed.svs")));
        CountDownLatch halfWay = new CountDownLatch(1);

        try (TestTiler tiler = tiler(publisher -> new DyingPublisher(publisher, 5, halfWay))) {
            halfWay.await();
        }
        assertThat(blocks(map)).hasSize(5);
        assertThat(state("killed").state()).isEqualTo(SlideStateChanged.State.SUBMITTED);
        assertThat(events()).noneMatch(event -> event.mapId().equals(map));

        try (TestTiler next = tiler(publisher -> publisher)) {
            await(() -> events().stream().anyMatch(event -> event.mapId().equals(map)));
        }

        assertThat(state("killed").state()).isEqualTo(SlideStateChanged.State.TILED);
        assertThat(state("killed").attempt()).isEqualTo(1);
        List<SlideEvent> manifests =
                events().stream().filter(event -> event.mapId().equals(map)).toList();
        assertThat(manifests).singleElement().isInstanceOfSatisfying(SlideTiled.class, tiled -> {
            assertThat(tiled.attempt()).isEqualTo(1);
            assertThat(cells(map)).hasSize((int) tiled.expectedTiles());
        });
        assertThat(blocks(map)).allMatch(block -> block.attempt() == 1);
        assertThat(new HashSet<>(blocks(map))).hasSize(blocks(map).size() - 5);
    }

    @Test
    void junkInTheTopic_isBuried_andSubmitAgainCountsOn() throws Exception {
        SyntheticSlide.builder().size(3000, 3000).seed(14).write(bucket.resolve("again.svs"));
        MapId map;
        try (TestTiler tiler = tiler(publisher -> publisher)) {
            map = tiler.queue
                    .submit(FolderSlideStore.version(bucket.resolve("again.svs")))
                    .mapId();
            await(() -> events().stream().anyMatch(event -> event.mapId().equals(map)));
        }
        byte[] junk = "junk".getBytes(StandardCharsets.UTF_8);
        records.put(Topic.SLIDES.name(), junk, junk);

        try (TestTiler tiler = tiler(publisher -> publisher)) {
            SlideVersion slide = FolderSlideStore.version(bucket.resolve("again.svs"));
            await(() -> tiler.share.holds(slide.location()));
            Submission again = tiler.queue.submitAgain(slide);
            assertThat(again).isEqualTo(new Submission(map, 2, false));
            await(() -> events().stream().anyMatch(event -> event.mapId().equals(map) && event.attempt() == 2));
        } finally {
            records.put(Topic.SLIDES.name(), junk, null);
        }

        assertThat(records.raw(Topic.DEAD_LETTERS))
                .anySatisfy(letter -> assertThat(letter.value()).isEqualTo(junk));
    }

    private TestTiler tiler(UnaryOperator<EventPublisher> disturbance) throws Exception {
        return new TestTiler(kafka, bucket, disturbance);
    }

    /** Publishes so many blocks, then nothing is acknowledged any more, as when the process is killed. */
    private record DyingPublisher(EventPublisher alive, int count, CountDownLatch dead, AtomicInteger sent)
            implements EventPublisher {
        DyingPublisher(EventPublisher alive, int count, CountDownLatch dead) {
            this(alive, count, dead, new AtomicInteger());
        }

        @Override
        public <T> CompletableFuture<Void> publish(Topic<T> topic, T message) {
            if (sent.getAndIncrement() < count) {
                return alive.publish(topic, message);
            }
            dead.countDown();
            return new CompletableFuture<>();
        }

        @Override
        public void close() {}
    }

    private List<SlideEvent> events() throws Exception {
        List<SlideEvent> mine = records.of(Topic.SLIDES);
        return mine.stream()
                .filter(event ->
                        event.slide().location().startsWith(bucket.toUri().toString()))
                .toList();
    }

    /** The last word, closing the tiler having written it. */
    private SlideStateChanged state(String name) throws Exception {
        return records.of(Topic.SLIDE_STATES).stream()
                .filter(SlideStateChanged.class::isInstance)
                .map(SlideStateChanged.class::cast)
                .filter(slide -> slide.slide().name().equals(name))
                .reduce((earlier, later) -> later)
                .orElseThrow();
    }

    private List<TileBlock> blocks(MapId map) throws Exception {
        return records.of(Topic.TILE_BLOCKS).stream()
                .filter(block -> block.mapId().equals(map))
                .toList();
    }

    private Set<Cell> cells(MapId map) {
        Set<Cell> cells = new HashSet<>();
        try {
            blocks(map).forEach(block -> cells.addAll(block.cells()));
        } catch (Exception e) {
            throw new AssertionError(e);
        }
        return cells;
    }
}

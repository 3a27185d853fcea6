package io.slidestream.worker.blocks;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.slidestream.contracts.RejectionReason;
import io.slidestream.contracts.SlideVersion;
import io.slidestream.contracts.TileBlock;
import io.slidestream.contracts.TileGrid;
import io.slidestream.contracts.Topic;
import io.slidestream.contracts.time.Backoff;
import io.slidestream.networks.patches.PatchLayout;
import io.slidestream.servicekit.telemetry.Tracing;
import io.slidestream.slides.SlideException;
import io.slidestream.slides.codec.TileCache;
import io.slidestream.slides.open.ReaderChoice;
import io.slidestream.slides.open.SlidePool;
import io.slidestream.slides.store.FolderSlideStore;
import io.slidestream.slides.store.LocalSlideFetcher;
import io.slidestream.synthetic.SyntheticSlide;
import io.slidestream.testkit.Growth;
import io.slidestream.testkit.Mutations;
import io.slidestream.testkit.TimeLimit;
import io.slidestream.worker.Blocks;
import io.slidestream.worker.Deliveries;
import io.slidestream.worker.FakeEngine;
import io.slidestream.worker.FakePublisher;
import io.slidestream.worker.TestSettings;
import io.slidestream.worker.config.PixelPath;
import io.slidestream.worker.scoring.PooledTiles;
import io.slidestream.worker.scoring.ScoringPipeline;
import io.slidestream.worker.telemetry.BlockOutcome;
import io.slidestream.worker.telemetry.WorkerMetrics;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Blocks that somebody invented, on the way that each takes through a worker: decoder, handler, pipeline, reader. */
@TimeLimit(seconds = 300)
@SuppressWarnings("NullAway.Init") // by JUnit
class HostileRecordsTest {
    private static final int IN_HAND = 64;

    @TempDir
    Path folder;

    private final FakePublisher kafka = new FakePublisher();
    private final WorkerMetrics metrics = new WorkerMetrics(new SimpleMeterRegistry());
    private final List<Throwable> givenUp = new ArrayList<>();
    private final LocalSlideFetcher files = new LocalSlideFetcher();
    private TileBlock sound;
    private PooledTiles tiles;
    private ScoringPipeline pipeline;
    private BlockHandler handler;

    @BeforeEach
    void wire() throws IOException, SlideException {
        Path slide = folder.resolve("S1.svs");
        SyntheticSlide.builder().size(600, 500).write(slide);
        sound = new TileBlock(
                Blocks.MAP,
                1,
                FolderSlideStore.version(slide),
                new TileGrid(600, 500, 0.5, 224, 224),
                Blocks.MODEL,
                0,
                0b11);
        tiles = new PooledTiles(
                new SlidePool(this::fetch, 4, ReaderChoice.AUTO, new TileCache(1 << 20)), 224, PixelPath.REDUCED);
        FakeEngine engine = new FakeEngine(8);
        PatchLayout layout = engine.layout();
        pipeline = new ScoringPipeline(
                TestSettings.of(),
                tiles,
                () -> (tile, patches, index) -> patches.put(index * layout.floatsPerPatch(), 1),
                engine,
                metrics,
                givenUp::add);
        pipeline.start();
        handler = new BlockHandler(
                Blocks.MODEL,
                5,
                new OneByOne(pipeline, Runnable::run),
                block -> false,
                new Answers(
                        kafka,
                        kafka,
                        pause -> Runnable::run,
                        new Backoff(Duration.ofMillis(1), Duration.ofMillis(4)),
                        () -> false),
                metrics,
                Tracing.off(),
                Runnable::run);
    }

    @AfterEach
    void close() {
        pipeline.close();
        tiles.close();
        files.close();
    }

    @ParameterizedTest
    @MethodSource("io.slidestream.testkit.Mutations#seeds")
    void mutatedBlocks_haveAnEnd_leaveNothingBehind_andASoundOneIsScored(long seed) {
        Mutations mutations = new Mutations(seed);
        Random random = new Random(seed);
        List<byte[]> valid = List.of(Topic.TILE_BLOCKS.codec().encode(sound));
        List<Handling> inHand = new ArrayList<>();
        Growth growth = new Growth(Mutations.count());
        for (int i = 0; i < Mutations.count(); i++) {
            growth.at(i);
            inHand.add(handler.handle(Deliveries.of(mutations.of(valid), 1 + random.nextInt(7), i)));
            if (inHand.size() == IN_HAND) {
                settle(inHand);
            }
        }
        settle(inHand);
        growth.assertNone();
        assertThat(givenUp).isEmpty();
        assertThat(handler.handle(Deliveries.of(sound, 1, 1)).outcome().join()).isEqualTo(BlockOutcome.ACCEPTED);
    }

    @Test
    void modelsThatNobodyHas_fillNoMemory() {
        for (int i = 0; i < 10 * BlockHandler.MOST_NAMED_MODELS; i++) {
            TileBlock foreign = Blocks.of(0, 1, String.format("%064x", i));
            assertThat(handler.handle(Deliveries.of(foreign, 1, i)).outcome().join())
                    .isEqualTo(BlockOutcome.FOREIGN);
        }
        assertThat(handler.namedModels()).isLessThanOrEqualTo(BlockHandler.MOST_NAMED_MODELS);
    }

    /** A worker takes no more until these have their outcomes. */
    private void settle(List<Handling> inHand) {
        inHand.forEach(handling -> assertThat(handling.outcome().join()).isNotNull());
        inHand.clear();
        kafka.published.clear();
        kafka.buried.clear();
    }

    /** As with {@code slides.roots}: what lies elsewhere is not looked for. */
    private Path fetch(SlideVersion slide) throws SlideException {
        if (!slide.location().equals(sound.slide().location())) {
            throw new SlideException(RejectionReason.NOT_ALLOWED, "not there");
        }
        return files.fetch(slide);
    }
}

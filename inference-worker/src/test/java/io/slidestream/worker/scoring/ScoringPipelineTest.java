package io.slidestream.worker.scoring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.slidestream.contracts.BlockScored;
import io.slidestream.contracts.Cell;
import io.slidestream.contracts.RejectionReason;
import io.slidestream.contracts.TileBlock;
import io.slidestream.contracts.TileScore;
import io.slidestream.slides.Excerpt;
import io.slidestream.slides.RgbImage;
import io.slidestream.slides.SlideException;
import io.slidestream.testkit.Await;
import io.slidestream.testkit.Patience;
import io.slidestream.testkit.TimeLimit;
import io.slidestream.worker.Blocks;
import io.slidestream.worker.FakeEngine;
import io.slidestream.worker.FakeTiles;
import io.slidestream.worker.TestSettings;
import io.slidestream.worker.config.InferenceSettings;
import io.slidestream.worker.telemetry.WorkerMetrics;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

@TimeLimit(seconds = 30)
class ScoringPipelineTest {
    private final FakeEngine engine = new FakeEngine(7);
    private final FakeTiles tiles = new FakeTiles();
    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final List<Throwable> givenUp = new ArrayList<>();
    private final ScoringPipeline pipeline = pipeline(tiles);

    @AfterEach
    void close() {
        pipeline.close();
    }

    @Test
    void everyTileGetsItsOwnScore_whateverItsCompany() throws Exception {
        pipeline.start();
        List<TileBlock> blocks = List.of(Blocks.first(64, 0), Blocks.of(1, 0b1011), Blocks.first(64, 3));
        List<CompletableFuture<BlockScored>> outcomes =
                blocks.stream().map(pipeline::score).toList();
        for (int i = 0; i < blocks.size(); i++) {
            List<TileScore> expected = blocks.get(i).cells().stream()
                    .map(ScoringPipelineTest::scoreOf)
                    .toList();
            assertThat(outcomes.get(i).get().scores()).isEqualTo(expected);
        }
        assertThat(engine.counts).allMatch(count -> count <= 7);
        assertThat(engine.counts.stream().mapToInt(n -> n).sum()).isEqualTo(131);
        assertThat(registry.get("slidestream.tile.read").timer().count()).isEqualTo(131);
    }

    @Test
    void unreadableTile_isRejectedAndItsNeighboursGoOn() throws Exception {
        tiles.failures.put(new Cell(1, 0), new SlideException(RejectionReason.UNREADABLE, "torn tile"));
        pipeline.start();
        List<TileScore> scores = pipeline.score(Blocks.first(3, 0)).get().scores();
        assertThat(scores)
                .containsExactly(
                        scoreOf(new Cell(0, 0)),
                        new TileScore.Rejected(RejectionReason.UNREADABLE, "torn tile"),
                        scoreOf(new Cell(2, 0)));
    }

    @Test
    void vanishedSlide_rejectsEveryTile() throws Exception {
        tiles.openFailure = new SlideException(RejectionReason.VANISHED, "S1.svs is gone");
        pipeline.start();
        assertThat(pipeline.score(Blocks.first(5, 0)).get().scores())
                .hasSize(5)
                .containsOnly(new TileScore.Rejected(RejectionReason.VANISHED, "S1.svs is gone"));
    }

    @Test
    void slideOutOfThisWorkersReach_failsTheBlock() {
        tiles.openFailure = new SlideException(RejectionReason.FAILED, "not a location of mine");
        pipeline.start();
        assertThat(pipeline.score(Blocks.first(5, 0)))
                .failsWithin(Patience.of(Duration.ofSeconds(20)))
                .withThrowableOfType(ExecutionException.class)
                .withMessageContaining("not a location of mine");
    }

    @Test
    void slideThatGetsOutOfReachInTheMiddle_failsTheBlock() {
        tiles.failures.put(new Cell(1, 0), new SlideException(RejectionReason.FAILED, "is the share mounted?"));
        pipeline.start();
        assertThat(pipeline.score(Blocks.first(5, 0)))
                .failsWithin(Patience.of(Duration.ofSeconds(20)))
                .withThrowableOfType(ExecutionException.class)
                .withMessageContaining("is the share mounted?");
    }

    @Test
    void readerThatBreaks_failsItsBlockOnlyAndClosesTheSlide() throws Exception {
        tiles.failures.put(new Cell(2, 0), new IllegalArgumentException("poison"));
        pipeline.start();
        CompletableFuture<BlockScored> poisoned = pipeline.score(Blocks.first(4, 0));
        assertThat(pipeline.score(Blocks.first(64, 1)).get().scores()).hasSize(64);
        assertThat(poisoned)
                .failsWithin(Patience.of(Duration.ofSeconds(20)))
                .withThrowableOfType(ExecutionException.class)
                .withMessageContaining("poison");
        pipeline.close();
        assertThat(tiles.open).hasValue(0);
    }

    /** What lies in the place of a patch that could not be written is another tile's. The slide is closed after that. */
    @Test
    void writerThatRunsOutOfMemory_failsItsBlock_beforeAnyoneScoresWhatItLeft() {
        CompletableFuture<CompletableFuture<BlockScored>> asked = new CompletableFuture<>();
        TileSource slow = block -> new TileSource.OpenTiles() {
            @Override
            public Excerpt read(Cell cell) {
                return Excerpt.of(new RgbImage(1, 1, new int[1]));
            }

            @Override
            public void close() {
                var unused = asked.join().handle((scored, failure) -> "known").join();
            }
        };
        PatchWriter poor = (tile, patches, index) -> {
            throw new OutOfMemoryError("Java heap space");
        };
        ScoringPipeline failing = pipeline(slow, poor);
        failing.start();
        asked.complete(failing.score(Blocks.first(1, 0)));
        assertThat(asked.join())
                .failsWithin(Patience.of(Duration.ofSeconds(20)))
                .withThrowableOfType(ExecutionException.class)
                .withCauseInstanceOf(OutOfMemoryError.class);
        failing.close();
    }

    @Test
    void tiles_areReadInRowOrder() throws Exception {
        pipeline.start();
        TileBlock block = Blocks.first(64, 2);
        pipeline.score(block).get();
        assertThat(tiles.read).isEqualTo(block.cells());
    }

    @Test
    void close_finishesTheBatchInHandAndCancelsTheRest() throws Exception {
        CountDownLatch reading = new CountDownLatch(2);
        CountDownLatch goOn = new CountDownLatch(1);
        ScoringPipeline gated = pipeline(block -> new TileSource.OpenTiles() {
            @Override
            public Excerpt read(Cell cell) {
                reading.countDown();
                assertThatCode(goOn::await).doesNotThrowAnyException();
                return Excerpt.of(new RgbImage(1, 1, new int[] {(int) FakeTiles.valueOf(cell)}));
            }

            @Override
            public void close() {}
        });
        gated.start();
        CompletableFuture<BlockScored> inHand = gated.score(Blocks.first(1, 0));
        CompletableFuture<BlockScored> halfRead = gated.score(Blocks.first(2, 1));
        CompletableFuture<BlockScored> unread = gated.score(Blocks.first(2, 2));
        reading.await();
        Thread closing = new Thread(gated::close);
        closing.start();
        Await.waiting(closing);
        goOn.countDown();
        closing.join();

        assertThat(inHand.join().scores()).containsExactly(scoreOf(new Cell(0, 0)));
        assertThat(halfRead).isCancelled();
        assertThat(unread).isCancelled();
        assertThat(gated.score(Blocks.first(1, 0))).isCancelled();
        assertThat(engine.counts)
                .as("one batch, of a tile each of the blocks being read")
                .containsExactly(2);
        assertThat(engine.closed).isTrue();
    }

    @Test
    void blocksThatAreCancelled_costNoTileButThoseBeingRead() throws Exception {
        CountDownLatch reading = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        AtomicInteger opened = new AtomicInteger();
        AtomicInteger read = new AtomicInteger();
        ScoringPipeline gated = pipeline(block -> {
            opened.incrementAndGet();
            return new TileSource.OpenTiles() {
                @Override
                public Excerpt read(Cell cell) {
                    read.incrementAndGet();
                    reading.countDown();
                    assertThatCode(goOn::await).doesNotThrowAnyException();
                    return Excerpt.of(new RgbImage(1, 1, new int[] {(int) FakeTiles.valueOf(cell)}));
                }

                @Override
                public void close() {}
            };
        });
        gated.start();
        List<CompletableFuture<BlockScored>> cancelled = new ArrayList<>();
        for (int block = 0; block < 50; block++) {
            cancelled.add(gated.score(Blocks.first(64, block % 4)));
        }
        reading.await();
        cancelled.forEach(outcome -> outcome.cancel(false));
        int before = opened.get();
        goOn.countDown();
        assertThat(gated.score(Blocks.first(3, 0)).get().scores()).hasSize(3);
        int readers = TestSettings.of().reading().readerThreads();
        assertThat(before).isLessThanOrEqualTo(readers);
        assertThat(read.get() - 3).as("tiles read of 3,200").isLessThanOrEqualTo(readers);
        assertThat(opened.get() - 1).as("slides opened").isLessThanOrEqualTo(readers);
        gated.close();
    }

    @Test
    void engineGivenUp_cancelsWhatIsInHand() {
        engine.failure = call -> new IllegalStateException("no device");
        pipeline.start();
        List<CompletableFuture<BlockScored>> outcomes = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            outcomes.add(pipeline.score(Blocks.first(64, 0)));
        }
        assertThat(CompletableFuture.allOf(outcomes.toArray(CompletableFuture[]::new)))
                .failsWithin(Patience.of(Duration.ofSeconds(20)));
        assertThat(givenUp).hasSize(1);
        assertThat(pipeline.score(Blocks.first(1, 0))).isCancelled();
    }

    private ScoringPipeline pipeline(TileSource source) {
        return pipeline(source, FakeTiles::write);
    }

    private ScoringPipeline pipeline(TileSource source, PatchWriter writer) {
        InferenceSettings settings = TestSettings.of();
        return new ScoringPipeline(settings, source, () -> writer, engine, new WorkerMetrics(registry), givenUp::add);
    }

    private static TileScore scoreOf(Cell cell) {
        return new TileScore.Scored(Softmax.of(new float[] {FakeTiles.valueOf(cell), 0}, 0, 2));
    }
}

package io.slidestream.worker.scoring;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.slidestream.contracts.RejectionReason;
import io.slidestream.contracts.TileScore;
import io.slidestream.networks.engine.EngineMemoryException;
import io.slidestream.networks.patches.PatchLayout;
import io.slidestream.testkit.TimeLimit;
import io.slidestream.worker.Blocks;
import io.slidestream.worker.FakeEngine;
import io.slidestream.worker.telemetry.WorkerMetrics;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

@TimeLimit(seconds = 20)
class EngineLoopTest {
    private final FakeEngine engine = new FakeEngine(2);
    private static final PatchLayout ROOM = new PatchLayout(1, PatchLayout.Order.NCHW);
    private final BatchCollector collector =
            new BatchCollector(2, () -> ROOM.room(2), 8, Duration.ofDays(1), System::nanoTime);
    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final List<Throwable> givenUp = new ArrayList<>();
    private final AtomicInteger resized = new AtomicInteger();
    private final EngineLoop loop =
            new EngineLoop(engine, collector, new WorkerMetrics(registry), resized::incrementAndGet, givenUp::add);

    @Test
    void tilesOfSeveralBlocks_shareABatch() throws Exception {
        BlockWork first = Blocks.work(1, 0);
        BlockWork second = Blocks.work(2, 1);
        fill(first, 0, 0);
        fill(second, 0, (float) Math.log(3));
        fill(second, 1, -5);
        runToTheEnd();

        assertThat(engine.counts).containsExactly(2, 1);
        assertThat(first.outcome().join().scores()).containsExactly(new TileScore.Scored(List.of(0.5f, 0.5f)));
        assertThat(second.outcome().join().scores().get(0)).isEqualTo(new TileScore.Scored(List.of(0.75f, 0.25f)));
        assertThat(engine.closed).isTrue();
        assertThat(registry.get("slidestream.batch.patches").summary().max()).isEqualTo(2);
    }

    @Test
    void logitThatIsNoNumber_rejectsItsTileOnly() throws Exception {
        BlockWork work = Blocks.work(2, 0);
        fill(work, 0, Float.NaN);
        fill(work, 1, 0);
        runToTheEnd();

        assertThat(work.outcome().join().scores())
                .containsExactly(
                        new TileScore.Rejected(RejectionReason.FAILED, "the network answered NaN for class 0"),
                        new TileScore.Scored(List.of(0.5f, 0.5f)));
    }

    @Test
    void engineThatThrows_failsTheBlocksOfTheBatchAndGoesOn() throws Exception {
        engine.failure = call -> call % 3 == 0 ? null : new IllegalStateException("call " + call);
        List<BlockWork> works = oneTileBlocks(12);
        runToTheEnd();

        assertThat(works.subList(0, 4)).allMatch(work -> work.outcome().isCompletedExceptionally());
        assertThat(works.subList(4, 6))
                .noneMatch(work -> work.outcome().isCompletedExceptionally())
                .allMatch(BlockWork::isOver);
        assertThat(givenUp).as("two failures, a success, two failures").isEmpty();
        assertThat(engine.counts).hasSize(6);
    }

    @Test
    void threeFailuresInARow_giveTheEngineUp() throws Exception {
        engine.failure = call -> new IllegalStateException("call " + call);
        oneTileBlocks(12);
        runToTheEnd();

        assertThat(givenUp).singleElement().extracting(Throwable::getMessage).isEqualTo("call 3");
        assertThat(engine.counts).hasSize(3);
        assertThat(engine.closed).isTrue();
        assertThat(registry.get("slidestream.engine.failures").counter().count())
                .isEqualTo(3);
    }

    @Test
    void batchThatFindsNoMemory_isHalvedUntilItFits() throws Exception {
        SimpleMeterRegistry meters = new SimpleMeterRegistry();
        FakeEngine small = new FakeEngine(5);
        small.roomFor = 2;
        BatchCollector five = new BatchCollector(5, () -> ROOM.room(5), 2, Duration.ofDays(1), System::nanoTime);
        EngineLoop halving =
                new EngineLoop(small, five, new WorkerMetrics(meters), resized::incrementAndGet, givenUp::add);
        BlockWork work = Blocks.work(8, 0);
        for (int i = 0; i < 8; i++) {
            PatchSlot slot = five.claim(work, i).orElseThrow();
            slot.batch().patches().put(3 * slot.index(), (float) Math.log(i + 1));
            five.settle(slot);
        }
        five.close();
        halving.run();

        assertThat(work.outcome().join().scores())
                .extracting(score -> ((TileScore.Scored) score).probabilities().get(0))
                .containsExactly(scores(8));
        assertThat(small.batchSize()).isEqualTo(2);
        assertThat(resized).hasValue(1);
        assertThat(givenUp).isEmpty();
        assertThat(meters.get("slidestream.batch.size").gauge().value()).isEqualTo(2);
        assertThat(meters.get("slidestream.engine.halvings").counter().count()).isEqualTo(1);
        assertThat(meters.get("slidestream.engine.failures").counter().count()).isZero();
    }

    @Test
    void singlePatchThatFindsNoMemory_isAFailureLikeAnother() throws Exception {
        engine.roomFor = 0;
        List<BlockWork> works = oneTileBlocks(12);
        runToTheEnd();

        assertThat(works.get(0).outcome()).isCompletedExceptionally();
        assertThat(givenUp).singleElement().isInstanceOf(EngineMemoryException.class);
        assertThat(engine.batchSize()).isEqualTo(1);
    }

    private static Float[] scores(int tiles) {
        Float[] scores = new Float[tiles];
        for (int i = 0; i < tiles; i++) {
            scores[i] = (float) ((i + 1.0) / (i + 2.0));
        }
        return scores;
    }

    @Test
    void batchOfAbandonedBlocks_isNotComputed() throws Exception {
        oneTileBlocks(2).forEach(work -> work.outcome().cancel(false));
        runToTheEnd();
        assertThat(engine.counts).isEmpty();
    }

    @Test
    void theNextBatch_isBegunBeforeThisOneIsAskedFor() throws Exception {
        List<BlockWork> works = oneTileBlocks(6);
        runToTheEnd();

        assertThat(engine.mostBegun).isEqualTo(2);
        assertThat(engine.begun).isEmpty();
        assertThat(works).allMatch(BlockWork::isOver);
    }

    @Test
    void asManyBatchesAreBegun_asTheEngineHasSessionsFor() throws Exception {
        engine.atOnce = 3;
        List<BlockWork> works = oneTileBlocks(10);
        runToTheEnd();

        assertThat(engine.mostBegun).isEqualTo(3);
        assertThat(engine.begun).isEmpty();
        assertThat(engine.counts).containsExactly(2, 2, 2, 2, 2);
        assertThat(works).allMatch(BlockWork::isOver);
    }

    @Test
    void anEngineThatCannotBeginWithABatch_isAskedForItAllTheSame() throws Exception {
        engine.beginning = () -> {
            throw new OutOfMemoryError("no room for rows");
        };
        List<BlockWork> works = oneTileBlocks(6);
        runToTheEnd();

        assertThat(engine.counts).containsExactly(2, 2, 2);
        assertThat(works)
                .allMatch(BlockWork::isOver)
                .noneMatch(work -> work.outcome().isCompletedExceptionally());
    }

    /** Else its buffer would be filled again while the engine reads it. */
    @Test
    void aBatchThatWasBegun_isAskedFor_thoughItsBlocksAreOver() throws Exception {
        List<BlockWork> works = oneTileBlocks(4);
        engine.failure = call -> {
            works.subList(2, 4).forEach(work -> work.outcome().cancel(false));
            return null;
        };
        runToTheEnd();

        assertThat(engine.counts).containsExactly(2, 2);
        assertThat(engine.begun).isEmpty();
    }

    private void runToTheEnd() {
        collector.close();
        loop.run();
    }

    private List<BlockWork> oneTileBlocks(int count) throws InterruptedException {
        List<BlockWork> works = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            works.add(Blocks.work(1, 0));
            fill(works.get(i), 0, i);
        }
        return works;
    }

    private void fill(BlockWork work, int tile, float value) throws InterruptedException {
        PatchSlot slot = collector.claim(work, tile).orElseThrow();
        slot.batch().patches().put(3 * slot.index(), value);
        collector.settle(slot);
    }
}

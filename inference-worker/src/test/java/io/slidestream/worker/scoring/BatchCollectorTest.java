package io.slidestream.worker.scoring;

import static org.assertj.core.api.Assertions.assertThat;

import io.slidestream.testkit.Await;
import io.slidestream.testkit.TimeLimit;
import io.slidestream.worker.Blocks;
import java.nio.FloatBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

@TimeLimit(seconds = 20)
class BatchCollectorTest {
    private static final Duration LINGER = Duration.ofMillis(30);
    private final AtomicLong nanos = new AtomicLong(5);
    private final BatchCollector collector =
            new BatchCollector(4, () -> FloatBuffer.allocate(12), 2, LINGER, nanos::get);
    private final BlockWork work = Blocks.work(64, 0);

    @Test
    void fullBatch_leavesAtOnceAndHoldsNoMore() throws Exception {
        List<PatchSlot> slots = claim(5);
        slots.forEach(collector::settle);

        PatchBatch batch = collector.ready().orElseThrow();
        assertThat(batch.slots()).isEqualTo(slots.subList(0, 4));
        assertThat(batch.slots()).extracting(PatchSlot::index).containsExactly(0, 1, 2, 3);
        assertThat(batch.patches().capacity()).isEqualTo(12);
        assertThat(collector.ready()).isEmpty();
    }

    @Test
    void partialBatch_waitsForTheQuiet() throws Exception {
        claim(1).forEach(collector::settle);
        advance(LINGER.minusNanos(1));
        assertThat(collector.ready()).isEmpty();
        claim(1).forEach(collector::settle);
        advance(LINGER.minusNanos(1));
        assertThat(collector.ready()).as("a newer patch starts the quiet anew").isEmpty();
        advance(Duration.ofNanos(1));
        assertThat(collector.ready().orElseThrow().slots()).hasSize(2);
    }

    @Test
    void whileABlockIsBeingRead_thePartialBatchWaitsLonger() throws Exception {
        collector.blockBegun();
        claim(1).forEach(collector::settle);
        advance(LINGER.multipliedBy(20).minusNanos(1));
        assertThat(collector.ready()).isEmpty();
        advance(Duration.ofNanos(1));
        assertThat(collector.ready()).isPresent();

        claim(1).forEach(collector::settle);
        advance(LINGER);
        assertThat(collector.ready()).isEmpty();
        collector.blockEnded();
        assertThat(collector.ready()).isPresent();
    }

    @Test
    void batchWithASlotStillBeingFilled_doesNotLeave() throws Exception {
        List<PatchSlot> slots = claim(4);
        slots.subList(1, 4).forEach(collector::settle);
        advance(LINGER);
        assertThat(collector.ready()).isEmpty();
        collector.settle(slots.get(0));
        assertThat(collector.ready()).isPresent();
    }

    @Test
    void sealedPartialBatch_takesNoMorePatches() throws Exception {
        PatchSlot slow = claim(1).get(0);
        advance(LINGER);
        assertThat(collector.ready()).isEmpty();
        PatchSlot next = claim(1).get(0);
        collector.settle(slow);
        collector.settle(next);
        assertThat(collector.ready().orElseThrow().slots()).containsExactly(slow);
    }

    @Test
    void readers_waitForAFreeBuffer() throws Exception {
        claim(8).forEach(collector::settle);
        CompletableFuture<List<PatchSlot>> ninth = CompletableFuture.supplyAsync(() -> uninterrupted(1));
        PatchBatch first = collector.take().orElseThrow();
        assertThat(ninth).isNotDone();
        collector.recycle(first);
        assertThat(ninth.get()).hasSize(1);
    }

    @Test
    void readersThatWait_allFindAPlaceInTheOneFreeBuffer() throws Exception {
        claim(8).forEach(collector::settle);
        List<CompletableFuture<List<PatchSlot>>> places = new ArrayList<>();
        for (int reader = 0; reader < 4; reader++) {
            CompletableFuture<List<PatchSlot>> place = new CompletableFuture<>();
            places.add(place);
            Thread thread = new Thread(() -> place.complete(uninterrupted(1)));
            thread.start();
            Await.waiting(thread);
        }
        collector.recycle(collector.take().orElseThrow());
        for (CompletableFuture<List<PatchSlot>> place : places) {
            assertThat(place.get()).hasSize(1);
        }
    }

    @Test
    void take_wakesForAFullBatch() throws Exception {
        CompletableFuture<Optional<PatchBatch>> taken = CompletableFuture.supplyAsync(() -> {
            try {
                return collector.take();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        });
        claim(4).forEach(collector::settle);
        assertThat(taken.get().orElseThrow().slots()).hasSize(4);
    }

    @Test
    void shrunk_batchesHoldLessFromTheNextPatchOn() throws Exception {
        claim(3).forEach(collector::settle);
        collector.shrink(2);
        assertThat(collector.ready().orElseThrow().slots())
                .as("the one in hand leaves")
                .hasSize(3);
        claim(2).forEach(collector::settle);
        assertThat(collector.ready().orElseThrow().slots()).hasSize(2);
    }

    @Test
    void close_sendsTheBatchInHandAndEnds() throws Exception {
        claim(5).forEach(collector::settle);
        collector.close();
        assertThat(collector.claim(work, 9)).isEmpty();
        assertThat(collector.take().orElseThrow().slots()).hasSize(4);
        assertThat(collector.take().orElseThrow().slots()).hasSize(1);
        assertThat(collector.take()).isEmpty();
    }

    @Test
    void engineThatWaits_isStarvedOnlyWhileThereIsABlockToRead() throws Exception {
        CompletableFuture<Optional<PatchBatch>> taken = new CompletableFuture<>();
        Thread engine = new Thread(() -> {
            try {
                taken.complete(collector.take());
            } catch (InterruptedException e) {
                taken.completeExceptionally(e);
            }
        });
        engine.start();
        Await.waiting(engine);
        advance(Duration.ofSeconds(5));
        collector.blockBegun();
        advance(Duration.ofSeconds(3));
        assertThat(collector.starvedNanos())
                .as("while it waits")
                .isEqualTo(Duration.ofSeconds(3).toNanos());
        claim(4).forEach(collector::settle);
        assertThat(taken.get()).isPresent();
        assertThat(collector.starvedNanos()).isEqualTo(Duration.ofSeconds(3).toNanos());
        assertThat(collector.blockedNanos()).isZero();
        assertThat(collector.ageNanos(taken.join().orElseThrow())).isZero();
    }

    private void advance(Duration time) {
        nanos.addAndGet(time.toNanos());
    }

    private List<PatchSlot> claim(int count) throws InterruptedException {
        List<PatchSlot> slots = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            slots.add(collector.claim(work, i).orElseThrow());
        }
        return slots;
    }

    private List<PatchSlot> uninterrupted(int count) {
        try {
            return claim(count);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}

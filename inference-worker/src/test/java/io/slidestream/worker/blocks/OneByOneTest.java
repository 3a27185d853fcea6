package io.slidestream.worker.blocks;

import static org.assertj.core.api.Assertions.assertThat;

import io.slidestream.contracts.BlockScored;
import io.slidestream.contracts.TileBlock;
import io.slidestream.worker.Blocks;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class OneByOneTest {
    private final List<Integer> begun = new ArrayList<>();
    private final List<CompletableFuture<BlockScored>> work = new ArrayList<>();
    private final List<Runnable> paused = new ArrayList<>();
    private final OneByOne blocks = new OneByOne(
            block -> {
                begun.add(block.blockIndex());
                work.add(new CompletableFuture<>());
                return work.get(work.size() - 1);
            },
            paused::add);

    @Test
    void blocksWithoutAHistory_areWorkedOnAtOnce() {
        take(1, 2, 0);
        take(2, 3, 1);
        assertThat(begun).containsExactly(2, 0, 3, 1);
    }

    @Test
    void suspects_areTakenInOrder_eachWhenTheLastOneIsAnswered() {
        take(3, 2, 0, 3);
        assertThat(begun).isEmpty();
        paused.forEach(Runnable::run);
        assertThat(begun).containsExactly(0);
        answer(0);
        answer(2);
        assertThat(begun).containsExactly(0, 2, 3);
    }

    @Test
    void atTheNextDelivery_theLastComesFirst() {
        take(4, 2, 0, 3);
        paused.forEach(Runnable::run);
        answer(3);
        answer(2);
        assertThat(begun).containsExactly(3, 2, 0);
    }

    @Test
    void suspectThatIsAbandoned_isPassedOver() {
        List<CompletableFuture<BlockScored>> scored = take(3, 1, 2, 3);
        paused.forEach(Runnable::run);
        scored.get(1).cancel(false);
        answer(2);
        scored.get(0).cancel(false);
        assertThat(work.get(0)).isCancelled();
        answer(1);
        assertThat(begun).containsExactly(1, 3);
    }

    @Test
    void suspectThatIsAbandonedBeforeThePauseIsOver_isNeverBegun() {
        take(3, 1, 2).get(0).cancel(false);
        paused.forEach(Runnable::run);
        assertThat(begun).containsExactly(2);
    }

    private List<CompletableFuture<BlockScored>> take(int delivery, int... indices) {
        List<CompletableFuture<BlockScored>> scored = new ArrayList<>();
        for (int index : indices) {
            scored.add(blocks.score(block(index), delivery));
        }
        return scored;
    }

    private void answer(int index) {
        blocks.answered(block(index));
    }

    private static TileBlock block(int index) {
        return Blocks.first(1, index);
    }
}

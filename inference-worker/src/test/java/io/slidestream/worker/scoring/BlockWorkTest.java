package io.slidestream.worker.scoring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.slidestream.contracts.BlockScored;
import io.slidestream.contracts.RejectionReason;
import io.slidestream.contracts.TileScore;
import io.slidestream.worker.Blocks;
import java.util.List;
import org.junit.jupiter.api.Test;

class BlockWorkTest {
    @Test
    void lastTile_completesTheOutcomeInRowOrder() {
        BlockWork work = new BlockWork(Blocks.of(3, 0b1_0000_0011), () -> "fake engine");
        work.scored(2, List.of(0.25f, 0.75f), 30);
        work.rejected(0, RejectionReason.UNREADABLE, "torn");
        work.countRead(7);
        assertThat(work.isOver()).isFalse();
        work.scored(1, List.of(1f, 0f), 12);

        BlockScored scored = work.outcome().join();
        assertThat(scored.scores())
                .containsExactly(
                        new TileScore.Rejected(RejectionReason.UNREADABLE, "torn"),
                        new TileScore.Scored(List.of(1f, 0f)),
                        new TileScore.Scored(List.of(0.25f, 0.75f)));
        assertThat(scored.mapId()).isEqualTo(Blocks.MAP);
        assertThat(scored.blockIndex()).isEqualTo(3);
        assertThat(scored.tiles()).isEqualTo(0b1_0000_0011);
        assertThat(scored.engine()).isEqualTo("fake engine");
        assertThat(scored.readNanos()).isEqualTo(7);
        assertThat(scored.inferNanos()).isEqualTo(42);
    }

    @Test
    void tileSettledTwice_isRefused() {
        BlockWork work = Blocks.work(2, 0);
        work.rejected(1, RejectionReason.UNREADABLE, "torn");
        assertThatThrownBy(() -> work.scored(1, List.of(1f), 0))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("tile 1 of block 0 of map " + Blocks.MAP + " was settled twice");
    }

    @Test
    void failure_endsTheBlockAsAWhole() {
        BlockWork work = Blocks.work(1, 0);
        work.failed(new IllegalStateException("first"));
        work.scored(0, List.of(1f), 0);
        assertThat(work.outcome()).isCompletedExceptionally();
    }
}

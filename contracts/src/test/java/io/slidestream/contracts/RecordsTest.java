package io.slidestream.contracts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

@SuppressWarnings("EnumOrdinal") // the wire numbers are pinned here
class RecordsTest {
    @Test
    void mappedSlideMustBalance() {
        assertThatThrownBy(() -> new MapUpdated(
                        Samples.MAP, 1, Samples.SLIDE, MapUpdated.State.MAPPED, 3, 1, 1, null, null, null))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("a mapped slide must balance: expected 3, scored 1, rejected 1");
    }

    @Test
    void blockHasAScoreForEachTile() {
        assertThatThrownBy(() -> new BlockScored(Samples.MAP, 1, 0, 0b11, List.of(), "dl4j", 0, 0, 0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("a block of 2 tiles must have as many scores, had 0");
        assertThatThrownBy(() -> new TileBlock(Samples.MAP, 1, Samples.SLIDE, Samples.GRID, "c0ffee", 0, 0))
                .hasMessage("a block must hold at least one tile");
    }

    @Test
    void probabilitiesAreProbabilities() {
        assertThatThrownBy(() -> new TileScore.Scored(List.of(0.5f, Float.NaN)))
                .hasMessage("a probability must be in 0..1, was NaN");
        assertThatThrownBy(() -> new TileScore.Scored(List.of())).hasMessageContaining("must have probabilities");
    }

    @Test
    void expectedTilesFitTheGrid() {
        assertThatThrownBy(() -> new SlideTiled(
                        Samples.MAP, 1, Samples.SLIDE, Samples.GRID, Samples.MODEL, 495, "aperio", 0, 0, 0, 0))
                .hasMessage("expectedTiles must be in 1..494, was 495");
    }

    @Test
    void reasonsHaveTheirWireNumbers_andPublicNames() {
        for (RejectionReason reason : RejectionReason.values()) {
            assertThat(io.slidestream.contracts.wire.RejectionReason.valueOf(reason.name())
                            .getNumber())
                    .isEqualTo(reason.ordinal() + 1);
        }
        assertThat(RejectionReason.NOT_A_SLIDE.label()).isEqualTo("not-a-slide");
    }

    @Test
    void topicsHaveTheirPublicNames() {
        assertThat(Topic.all().stream().map(Topic::name))
                .containsExactly(
                        "slides",
                        "tile-blocks",
                        "tile-blocks-urgent",
                        "tile-scores",
                        "tumor-maps",
                        "commands",
                        "slide-states");
    }
}

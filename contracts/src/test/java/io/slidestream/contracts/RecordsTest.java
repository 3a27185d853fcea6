package io.slidestream.contracts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
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
    void noFieldIsLargerThanAnyTrueOneIs() {
        assertThatThrownBy(() -> new SlideVersion("file:///" + "x".repeat(9000), "1", "x"))
                .hasMessage("location must have at most 8192 characters, had 9008");
        assertThatThrownBy(() -> new TileScore.Scored(Collections.nCopies(1025, 0f)))
                .hasMessage("number of probabilities must be in 1..1024, was 1025");
        List<String> names = IntStream.range(0, 1025).mapToObj(i -> "c" + i).toList();
        assertThatThrownBy(() -> new Model("id", "name", names, 224, 0.5))
                .hasMessage("number of classes must be in 1..1024, was 1025");
        assertThatThrownBy(() -> new Model("id", "name", List.of("x".repeat(257)), 224, 0.5))
                .hasMessage("class name must have at most 256 characters, had 257");
        assertThatThrownBy(() -> new BlockScored(
                        Samples.MAP,
                        1,
                        Integer.MAX_VALUE,
                        1,
                        List.of(new TileScore.Scored(List.of(1f))),
                        "engine",
                        1,
                        1,
                        1))
                .hasMessage("blockIndex must be in 0..2097151, was 2147483647");
    }

    @Test
    void longMessage_isCut_andNotHalfACharacter() {
        String message = new TileScore.Rejected(RejectionReason.FAILED, "x".repeat(1998) + "🔬".repeat(9)).message();
        assertThat(message).isEqualTo("x".repeat(1998) + "…");
    }

    @Test
    void attemptAfterTheLast_isTheLast() {
        assertThat(Limits.nextAttempt(3)).isEqualTo(4);
        assertThat(Limits.nextAttempt(Limits.ATTEMPTS)).isEqualTo(Limits.ATTEMPTS);
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

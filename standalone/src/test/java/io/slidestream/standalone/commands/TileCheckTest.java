package io.slidestream.standalone.commands;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class TileCheckTest {
    private static final List<String> CLASSES = List.of("A", "B", "C");

    @Test
    void anOrderThatFitsClearlyBetter_isSaidLoudly() {
        TileCheck check =
                new TileCheck(CLASSES, new int[][] {{1, 29, 0}, {0, 2, 28}, {27, 1, 2}}, TileCheck.Answers.LOGITS);

        assertThat(check.accuracy()).isEqualTo(5 / 90.0);
        assertThat(check.lines())
                .anyMatch(line -> line.contains("ANOTHER ORDER OF THE CLASSES FITS THESE TILES BETTER")
                        && line.contains("--classes C,A,B"));
    }

    @Test
    void chance_isNoOrder() {
        assertThat(new TileCheck(CLASSES, new int[][] {{10, 12, 8}, {9, 10, 11}, {12, 8, 10}}, TileCheck.Answers.LOGITS)
                        .lines())
                .hasSize(1);
        assertThat(new TileCheck(CLASSES, new int[][] {{30, 0, 0}, {30, 0, 0}, {90, 0, 0}}, TileCheck.Answers.LOGITS)
                        .lines())
                .as("one answer to everything")
                .hasSize(1);
        assertThat(new TileCheck(CLASSES, new int[][] {{28, 1, 1}, {2, 27, 1}, {0, 3, 27}}, TileCheck.Answers.LOGITS)
                        .lines())
                .containsExactly("accuracy 0.9111 on 90 tiles (A 28/30, B 27/30, C 27/30)");
    }

    @Test
    void answersThatAddUpToOne_areSaidLoudly() {
        assertThat(new TileCheck(
                                CLASSES, new int[][] {{9, 0, 0}, {0, 9, 0}, {0, 0, 9}}, TileCheck.Answers.PROBABILITIES)
                        .lines())
                .anyMatch(line -> line.contains("A SOFTMAX SEEMS TO BE INSIDE ALREADY"));
    }
}

package io.slidestream.trainer.measure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.slidestream.trainer.data.Tile;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class ConfusionMatrixTest {
    private final ConfusionMatrix matrix = new ConfusionMatrix(
            List.of("A", "B", "C", "D"), new int[][] {{8, 2, 0, 0}, {1, 3, 0, 0}, {0, 0, 0, 0}, {1, 0, 0, 0}});

    @Test
    void accuracy_countsTheDiagonal() {
        assertThat(matrix.accuracy()).isEqualTo(new Proportion(11, 15));
    }

    @Test
    void balancedAccuracy_isTheMeanRecallOfTheClassesThatHaveTiles() {
        assertThat(matrix.balancedAccuracy()).isEqualTo((0.8 + 0.75 + 0) / 3, within(1e-12));
    }

    @Test
    void figuresByClass_areEmptyWhereNothingWasCounted() {
        assertThat(matrix.precision(0)).hasValue(0.8);
        assertThat(matrix.recall(1)).hasValue(0.75);
        assertThat(matrix.f1(1)).hasValue(6.0 / 9);
        assertThat(matrix.recall(2)).isEmpty();
        assertThat(matrix.precision(3)).isEmpty();
        assertThat(matrix.f1(2)).isEmpty();
        assertThat(matrix.f1(3)).hasValue(0);
    }

    @Test
    void rowsAreTheTruth() {
        ConfusionMatrix two = ConfusionMatrix.of(
                List.of("A", "B"),
                List.of(new Tile(Path.of("a"), 0), new Tile(Path.of("b"), 1)),
                List.of(new double[] {0.1, 0.9}, new double[] {0.2, 0.8}));

        assertThat(two.counts()).isDeepEqualTo(new int[][] {{0, 1}, {0, 1}});
    }

    /** Values of statsmodels.stats.proportion.proportion_confint(method="wilson"). */
    @Test
    void theInterval_isWilsons() {
        Proportion share = new Proportion(75, 104);
        assertThat(share.low()).isEqualTo(0.6282749133758253, within(1e-9));
        assertThat(share.high()).isEqualTo(0.7982771798825133, within(1e-9));
        assertThat(new Proportion(10, 10).high()).isEqualTo(1, within(1e-9));
        assertThat(new Proportion(10, 10).low()).isEqualTo(0.7224672001371107, within(1e-9));
        assertThatThrownBy(() -> new Proportion(2, 1)).isInstanceOf(IllegalArgumentException.class);
    }
}

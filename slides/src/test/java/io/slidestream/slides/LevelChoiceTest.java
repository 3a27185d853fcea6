package io.slidestream.slides;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LevelChoiceTest {
    private static final List<Level> LEVELS =
            List.of(new Level(0, 40_000, 30_000, 1), new Level(1, 10_000, 7500, 4), new Level(2, 2497, 1873, 16.02));

    @ParameterizedTest
    @CsvSource({"0.5, 0", "1, 0", "3.9, 0", "3.97, 1", "4, 1", "15.8, 1", "16, 2", "16.02, 2", "500, 2"})
    void best_isNeverCoarserByMoreThanOnePercent(double downsample, int level) {
        assertThat(LevelChoice.best(LEVELS, downsample).index()).isEqualTo(level);
    }

    @Test
    void best_needsAPositiveDownsample() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> LevelChoice.best(LEVELS, 0))
                .withMessage("downsample must be positive, was 0.0");
    }
}

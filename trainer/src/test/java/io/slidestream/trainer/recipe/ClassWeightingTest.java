package io.slidestream.trainer.recipe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class ClassWeightingTest {
    @Test
    void aClassOfFourTimesAsManyTiles_countsTwiceAsMuch_andTheMeanIsOne() {
        int[] counts = {400, 100, 25};

        double[] weights = ClassWeighting.ROOT.weights(counts);

        assertThat(weights[0] * 400).isCloseTo(2 * weights[1] * 100, within(1e-9));
        assertThat(weights[1] * 100).isCloseTo(2 * weights[2] * 25, within(1e-9));
        assertThat((weights[0] * 400 + weights[1] * 100 + weights[2] * 25) / 525)
                .isCloseTo(1, within(1e-9));
        assertThat(ClassWeighting.NONE.weights(counts)).containsExactly(1, 1, 1);
    }

    @Test
    void aClassWithoutTiles_hasAWeightAllTheSame() {
        assertThat(ClassWeighting.ROOT.weights(new int[] {9, 0})[1]).isFinite();
    }

    @Test
    void theUsualRecipe_takesTheRoot_theSeedStudyNone() {
        assertThat(Recipe.USUAL.classWeights(new int[] {4, 1})).containsExactly(5.0 / 6, 5.0 / 3);
        assertThat(Recipe.SEED_STUDY.classWeights(new int[] {4, 1})).containsExactly(1, 1);
    }
}

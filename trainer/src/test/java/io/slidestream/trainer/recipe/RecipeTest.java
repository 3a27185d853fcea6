package io.slidestream.trainer.recipe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class RecipeTest {
    /** As the study's script sets them, and MATLAB where it does not. */
    @Test
    void theSeedStudys_isKathers() {
        Recipe recipe = Recipe.SEED_STUDY;

        assertThat(recipe.steps().descent()).isEqualTo(Recipe.Descent.SGDM);
        assertThat(recipe.feeding().batch()).isEqualTo(64);
        assertThat(recipe.course().epochs()).isEqualTo(15);
        assertThat(recipe.steps().decay()).isEqualTo(1e-4);
        assertThat(recipe.steps().newLayerFactor()).isEqualTo(1);
        assertThat(recipe.rateAt(0, 9375)).isEqualTo(1e-5);
        assertThat(recipe.rateAt(9374, 9375)).isEqualTo(1e-5);
        assertThat(recipe.newLayerFirst()).isFalse();
        assertThat(recipe.feeding().augmentation()).isEqualTo(Augmentation.NONE);
        assertThat(recipe.feeding().shuffle()).isEqualTo(Recipe.Shuffle.ONCE);
        assertThat(recipe.course().kept()).isEqualTo(Recipe.Kept.LAST_EPOCH);
    }

    @Test
    void theUsualRate_warmsUpAndFallsToNothing() {
        Recipe recipe = Recipe.USUAL.withLearningRate(1);

        assertThat(recipe.rateAt(0, 200)).isCloseTo(0.1, within(1e-6));
        assertThat(recipe.rateAt(9, 200)).isCloseTo(1, within(0.01));
        assertThat(recipe.rateAt(100, 200)).isCloseTo(0.5, within(1e-6));
        assertThat(recipe.rateAt(199, 200)).isLessThan(1e-3);
    }

    @Test
    void whatNoTrainingCanHave_isRefused_withTheValue() {
        assertThatThrownBy(() -> Recipe.USUAL.withBatch(0)).hasMessage("batch must be in 1..4096, was 0");
        assertThatThrownBy(() -> Recipe.USUAL.withLearningRate(Double.NaN)).hasMessageContaining("was NaN");
        assertThatThrownBy(() -> Recipe.USUAL.withDropout(1)).hasMessageContaining("was 1.0");
        assertThatThrownBy(() -> Recipe.SEED_STUDY.withEpochs(0)).hasMessageContaining("new layer");
    }
}

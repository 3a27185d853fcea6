package io.slidestream.worker.scoring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class SoftmaxTest {
    @Test
    void takesOnlyItsOwnPatch() {
        float[] logits = {9, 9, 0, (float) Math.log(3), 9, 9};
        assertThat(Softmax.of(logits, 2, 2)).containsExactly(0.25f, 0.75f);
    }

    @Test
    void largeLogits_doNotOverflow() {
        assertThat(Softmax.of(new float[] {3e38f, -3e38f, 3e38f}, 0, 3)).containsExactly(0.5f, 0f, 0.5f);
    }

    @Test
    void sumsToOne() {
        double sum = Softmax.of(new float[] {0.1f, -7, 3.3f, 2, 0, 11, 5, -2, 1}, 0, 9).stream()
                .mapToDouble(p -> p)
                .sum();
        assertThat(sum).isCloseTo(1, within(1e-6));
    }

    @Test
    void nanAndInfinity_areRefusedByName() {
        assertThatThrownBy(() -> Softmax.of(new float[] {0, Float.NaN}, 0, 2))
                .hasMessage("the network answered NaN for class 1");
        assertThatThrownBy(() -> Softmax.of(new float[] {Float.POSITIVE_INFINITY, 0}, 0, 2))
                .hasMessage("the network answered Infinity for class 0");
    }
}

package io.slidestream.mapfiles.map;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class CertaintyTest {
    @Test
    void entropy_isAShareOfTheLargest() {
        assertThat(Certainty.entropy(List.of(0f, 1f, 0f))).isZero();
        assertThat(Certainty.entropy(List.of(0.25f, 0.25f, 0.25f, 0.25f))).isEqualTo(1);
        assertThat(Certainty.entropy(List.of(0.5f, 0.5f, 0f, 0f))).isEqualTo(0.5);
        assertThat(Certainty.entropy(List.of(1f))).as("a model of one class").isZero();
    }

    @Test
    void unsure_isWhatLiesBelowTheBound() {
        Certainty half = new Certainty(0.5);
        assertThat(half.isUnsure(List.of(0.49f, 0.3f, 0.21f))).isTrue();
        assertThat(half.isUnsure(List.of(0.5f, 0.5f))).isFalse();
        assertThat(new Certainty(0).isUnsure(List.of(0.2f, 0.2f))).isFalse();
    }
}

package io.slidestream.networks.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.nio.FloatBuffer;
import org.junit.jupiter.api.Test;

class OutputKindTest {
    @Test
    void logits_areLeftAsTheyAre() {
        OutputKind kind = seen(2, 0.2f, 0.7f, -3, 4);
        assertThat(kind).isEqualTo(OutputKind.LOGITS);
        assertThat(kind.logits(new float[] {0.2f, 0.7f})).containsExactly(0.2f, 0.7f);
    }

    @Test
    void softmax_isTakenBack() {
        OutputKind kind = seen(2, 0.25f, 0.75f, 1, 0, Float.NaN, Float.NaN);
        assertThat(kind).isEqualTo(OutputKind.PROBABILITIES);
        float[] logits = kind.logits(new float[] {0.25f, 0.75f});
        assertThat(Math.exp(logits[1] - logits[0])).isCloseTo(3, within(1e-5));
    }

    @Test
    void oneSigmoid_isTheSecondClass() {
        OutputKind kind = seen(1, 0.07f, 1, 0, 0.5f);
        assertThat(kind).isEqualTo(OutputKind.PROBABILITY_OF_THE_SECOND);
        float[] logits = kind.logits(new float[] {0.07f, 1});
        assertThat(logits).hasSize(4);
        assertThat(1 / (1 + Math.exp(logits[0] - logits[1]))).isCloseTo(0.07, within(1e-6));
        assertThat(1 / (1 + Math.exp(logits[2] - logits[3]))).isCloseTo(1, within(1e-6));
    }

    @Test
    void oneLogit_isTheSecondClassAgainstTheFirst() {
        OutputKind kind = seen(1, 0.07f, 1, 0, -5);
        assertThat(kind).isEqualTo(OutputKind.LOGIT_OF_THE_SECOND);
        assertThat(kind.logits(new float[] {2})).containsExactly(0, 2);
    }

    @Test
    void independentSigmoids_areRefused() {
        assertThatThrownBy(() -> seen(3, 0.9f, 0.8f, 0.1f, 0, 1, 0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("independent sigmoids")
                .hasMessageContaining("export it without its last Sigmoid");
    }

    private static OutputKind seen(int columns, float... numbers) {
        OutputKind.Evidence evidence = new OutputKind.Evidence(columns);
        evidence.add(FloatBuffer.wrap(numbers));
        return evidence.kind();
    }
}

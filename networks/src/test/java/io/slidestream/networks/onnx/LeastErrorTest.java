package io.slidestream.networks.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.api.Test;

class LeastErrorTest {
    /** Many small numbers and one that is a hundred times as large. */
    private static Histogram outlier() {
        Histogram seen = new Histogram();
        Random random = new Random(1);
        float[] values = new float[100_000];
        for (int i = 0; i < values.length; i++) {
            values[i] = random.nextFloat();
        }
        seen.add(values);
        seen.add(new float[] {100});
        return seen;
    }

    @Test
    void clipping_isWeighedAgainstSteps() {
        float few = LeastError.of(outlier()).max();
        Histogram many = outlier();
        many.add(filled(1_000, 100));

        assertThat(few).isLessThan(100);
        assertThat(LeastError.of(many).max()).isCloseTo(100, within(2f));
    }

    @Test
    void aSilentLayer_hasARangeToo() {
        Histogram silent = new Histogram();
        silent.add(new float[100]);

        assertThat(LeastError.of(silent).scale()).isPositive();
    }

    @Test
    void whatIsNoActivation_isRefused() {
        assertThatThrownBy(() -> new Histogram().add(new float[] {Float.NaN})).hasMessageContaining("is NaN");
        assertThatThrownBy(() -> new Histogram().add(new float[] {-1})).hasMessageContaining("is -1.0");
        assertThatThrownBy(() -> new ValueRange(1, 2)).hasMessageContaining("1.0..2.0");
    }

    @Test
    void zero_isOneOfTheSteps() {
        ValueRange range = new ValueRange(-2.1f, 2.6f);

        assertThat(range.zeroPoint()).isEqualTo(114);
        assertThat(range.scale()).isCloseTo(4.7f / 255, within(1e-6f));
        assertThat(new ValueRange(0, 3).zeroPoint()).isZero();
    }

    private static float[] filled(int count, float value) {
        float[] values = new float[count];
        java.util.Arrays.fill(values, value);
        return values;
    }
}

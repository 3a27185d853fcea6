package io.slidestream.networks.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.slidestream.networks.weights.Tensor;
import org.junit.jupiter.api.Test;

class Int8WeightsTest {
    @Test
    void eachOutput_hasItsOwnScale_andItsBiasInStepsOfBoth() {
        Tensor weight = new Tensor(new int[] {2, 3}, new float[] {1.27f, -0.5f, 0, 100, -127, 50});
        Tensor bias = new Tensor(new int[] {2}, new float[] {0.3f, -40});

        Int8Weights bytes = Int8Weights.of(weight, bias, 0.1f);

        assertThat(bytes.scales()).containsExactly(new float[] {0.01f, 1}, within(1e-6f));
        assertThat(bytes.values()).containsExactly(127, -50, 0, 100, -127, 50);
        assertThat(bytes.bias()).containsExactly(300, -400);
        assertThat(bytes.biasScales(0.1f)).containsExactly(new float[] {0.001f, 0.1f}, within(1e-6f));
    }

    /** An output that is its bias alone: 32 bits must hold it, and hold it exactly enough. */
    @Test
    void anOutputWithoutWeights_keepsItsBias() {
        Int8Weights bytes = Int8Weights.of(Tensor.zeros(1, 4), new Tensor(new int[] {1}, new float[] {-7.5f}), 0.02f);

        assertThat(bytes.values()).containsOnly(0);
        assertThat(bytes.bias()[0] * (double) bytes.biasScales(0.02f)[0]).isCloseTo(-7.5, within(1e-5));
    }
}

package io.slidestream.networks.patches;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ResizeAxisTest {
    private static final double ONE = 1 << ResizeAxis.PRECISION_BITS;

    /** Wherever a sample falls among the reduced ones, it is blurred alike; a triangle's blur would depend on it. */
    @ParameterizedTest
    @CsvSource({"224, 0, 224", "222, 0, 221.5", "230, 0.5, 227.25", "280, 3.25, 270"})
    void steadyKernel_keepsPlaceAndBlur(int source, double start, double length) {
        ResizeAxis axis = new ResizeAxis(source, start, length, 224, ResizeAxis.Kernel.STEADY);
        double scale = length / 224;
        for (int i = 2; i < 222; i++) {
            double center = start + (i + 0.5) * scale - 0.5;
            double sum = 0;
            double mean = 0;
            double square = 0;
            for (int k = 0; k < axis.count[i]; k++) {
                double weight = axis.weights[i * axis.stride + k] / ONE;
                double distance = axis.first[i] + k - center;
                sum += weight;
                mean += weight * distance;
                square += weight * distance * distance;
            }
            assertThat(sum).isEqualTo(1, within(1e-6));
            assertThat(mean).as("place of %d", i).isEqualTo(0, within(1e-6));
            assertThat(square).as("blur of %d", i).isEqualTo(0.17 * scale * scale, within(1e-6));
        }
    }

    @ParameterizedTest
    @CsvSource({"224, 0, 224", "222, 0.5, 221.5", "448, 0, 448", "100, 50, 50"})
    void everySample_liesInTheSource(int source, double start, double length) {
        for (ResizeAxis.Kernel kernel : ResizeAxis.Kernel.values()) {
            ResizeAxis axis = new ResizeAxis(source, start, length, 224, kernel);
            for (int i = 0; i < 224; i++) {
                assertThat(axis.first[i]).isNotNegative();
                assertThat(axis.count[i]).isPositive();
                assertThat(axis.first[i] + axis.count[i]).isLessThanOrEqualTo(source);
            }
        }
    }
}

package io.slidestream.mapfiles.regions;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class FeretTest {
    @Test
    void rectangle_isAsLongAsItsDiagonal() {
        assertThat(Feret.largest(new double[] {0, 3, 3, 0}, new double[] {0, 0, 4, 4}))
                .isEqualTo(5);
    }

    @Test
    void randomPoints_asComparedEachWithEach() {
        Random random = new Random(7);
        for (int round = 0; round < 200; round++) {
            int n = 1 + random.nextInt(40);
            double[] xs = random.ints(n, 0, 12).asDoubleStream().toArray();
            double[] ys = random.ints(n, 0, 12).asDoubleStream().toArray();
            double largest = 0;
            for (int i = 0; i < n; i++) {
                for (int j = 0; j < n; j++) {
                    largest = Math.max(largest, Math.hypot(xs[i] - xs[j], ys[i] - ys[j]));
                }
            }
            assertThat(Feret.largest(xs, ys)).isEqualTo(largest, Offset.offset(1e-9));
        }
    }
}

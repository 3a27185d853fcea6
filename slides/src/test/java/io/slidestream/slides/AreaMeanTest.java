package io.slidestream.slides;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class AreaMeanTest {
    @Test
    void fractionalShares_areWeighted() {
        AreaMean mean = new AreaMean(3, 3, 2, 2);
        mean.add(new RgbImage(3, 1, new int[] {0, 90, 180}));
        mean.add(new RgbImage(3, 2, new int[] {0, 90, 180, 0, 90, 180}));

        assertThat(mean.image().rgb()).containsExactly(30, 150, 30, 150);
    }

    @Test
    void rows_areWeightedTheSameWay() {
        AreaMean mean = new AreaMean(1, 3, 1, 2);
        mean.add(new RgbImage(1, 3, new int[] {0, 90 << 16, 180 << 16}));

        assertThat(mean.image().rgb()).containsExactly(30 << 16, 150 << 16);
    }

    @Test
    void oneColour_staysItself() {
        int[] white = new int[97 * 53];
        Arrays.fill(white, 0xffffff);
        AreaMean mean = new AreaMean(97, 53, 41, 17);
        mean.add(new RgbImage(97, 53, white));

        assertThat(mean.image().rgb()).hasSize(41 * 17).containsOnly(0xffffff);
    }
}

package io.slidestream.tiler.tissue;

import static org.assertj.core.api.Assertions.assertThat;

import io.slidestream.slides.Level;
import org.junit.jupiter.api.Test;

class SaturationPictureTest {
    @Test
    void mask_hasEightToSixteenMicronsAPixel_asItsSizeAllows() {
        assertThat(factor(40_000, 30_000, 0.5)).isEqualTo(16);
        assertThat(factor(100_000, 80_000, 0.5)).isEqualTo(32);
    }

    @Test
    void maskOfAnySlide_isBounded_whateverItsResolution() {
        for (double mpp : new double[] {0.05, 0.5, 5, 16, 17, 99, 1e6}) {
            for (int side : new int[] {100, 24_000, 1_000_000, Integer.MAX_VALUE}) {
                long across = side / factor(side, side, mpp) + 1L;
                assertThat(across * across).as("%d px a side at %s", side, mpp).isLessThanOrEqualTo(1 << 25);
            }
        }
        assertThat((long) Integer.MAX_VALUE / factor(Integer.MAX_VALUE, 1, 99)).isLessThan(1 << 25);
    }

    private static int factor(long width, long height, double mpp) {
        return SaturationPicture.factor(new Level(0, width, height, 1), mpp, TissueSettings.DEFAULT);
    }
}

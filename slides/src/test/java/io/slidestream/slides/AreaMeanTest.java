package io.slidestream.slides;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

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

    /** Against the definition: each source pixel by the share of it that a target pixel covers. */
    @ParameterizedTest
    @CsvSource({"97, 53, 41, 17", "64, 32, 16, 8", "50, 50, 50, 25", "7, 9, 1, 1", "200, 3, 199, 2"})
    void everyPixel_isTheMeanOfWhatItCovers(int width, int height, int toWidth, int toHeight) {
        int[] noise = new Random(1).ints((long) width * height, 0, 1 << 24).toArray();

        int[] shrunk =
                new RgbImage(width, height, noise).shrunk(toWidth, toHeight).rgb();

        for (int at = 0; at < shrunk.length; at++) {
            for (int shift = 0; shift <= 16; shift += 8) {
                double mean = 0;
                for (int source = 0; source < noise.length; source++) {
                    mean += (noise[source] >> shift & 255)
                            * overlap(source % width, width, at % toWidth, toWidth)
                            * overlap(source / width, height, at / toWidth, toHeight);
                }
                assertThat((double) (shrunk[at] >> shift & 255)).isCloseTo(mean, within(0.5 + 1e-9));
            }
        }
    }

    /** Share of a target's length that lies on a source pixel. */
    private static double overlap(int source, int sources, int target, int targets) {
        double from = Math.max(source, (double) target * sources / targets);
        double to = Math.min(source + 1, (double) (target + 1) * sources / targets);
        return Math.max(0, to - from) * targets / sources;
    }

    @Test
    void noImage_isShrunkToALargerOne() {
        assertThatThrownBy(() -> new RgbImage(2, 2, new int[4]).shrunk(2, 3))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("2x2 px cannot be shrunk to 2x3");
    }
}

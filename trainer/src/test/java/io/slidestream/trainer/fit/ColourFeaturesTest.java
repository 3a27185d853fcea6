package io.slidestream.trainer.fit;

import static org.assertj.core.api.Assertions.assertThat;

import io.slidestream.trainer.picture.TilePicture;
import org.junit.jupiter.api.Test;

class ColourFeaturesTest {
    private final TilePicture picture = new TilePicture(2, 2, new int[] {0xff0000, 0xff0000, 0x00ff00, 0x0000e0});

    @Test
    void rgbMeans() {
        assertThat(ColourFeatures.RGB_MEANS.of(picture)).containsExactly(127.5f, 63.75f, 56f);
    }

    @Test
    void theHistogram_holdsTheRootOfEachColoursShare() {
        float[] histogram = ColourFeatures.COLOUR_HISTOGRAM.of(picture);

        assertThat(histogram[7 * 64]).isEqualTo((float) Math.sqrt(0.5));
        assertThat(histogram[7 * 8]).isEqualTo(0.5f);
        assertThat(histogram[7]).isEqualTo(0.5f);
        double squares = 0;
        for (float root : histogram) {
            squares += root * root;
        }
        assertThat(squares).isBetween(0.999999, 1.000001);
    }
}

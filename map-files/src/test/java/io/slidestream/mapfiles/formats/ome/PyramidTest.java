package io.slidestream.mapfiles.formats.ome;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class PyramidTest {
    @Test
    void levels_halveUntilTheyFitIntoATile() {
        assertThat(Plane.levels(256, 10)).isEqualTo(1);
        assertThat(Plane.levels(257, 10)).isEqualTo(2);
        assertThat(Plane.levels(1000, 1000)).isEqualTo(3);
    }

    @Test
    void means_leaveOutWhatHasNoValue() {
        float[] values = new float[300];
        Arrays.fill(values, Float.NaN);
        values[0] = 1;
        values[2] = 0.25f;
        values[3] = 0.75f;
        values[299] = 0.5f;
        Plane half = new Plane(300, 1, values).pyramid().get(1);
        assertThat(half.width()).isEqualTo(150);
        assertThat(half.values()[0]).isEqualTo(1);
        assertThat(half.values()[1]).isEqualTo(0.5f);
        assertThat(half.values()[2]).isNaN();
        assertThat(half.values()[149]).isEqualTo(0.5f);
    }

    @Test
    void labels_areTheCommonest_noneOnlyWhereAllAreNone() {
        short[] labels = new short[2 * 300];
        labels[0] = 7; // alone among three of none
        labels[2] = 1;
        labels[302] = 2;
        labels[303] = 2;
        LabelPlane half = new LabelPlane(300, 2, labels).pyramid().get(1);
        assertThat(half.labels()[0]).isEqualTo((short) 7);
        assertThat(half.labels()[1]).isEqualTo((short) 2);
        assertThat(half.labels()[2]).isEqualTo((short) 0);
    }
}

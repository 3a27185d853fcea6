package io.slidestream.mapfiles.formats.dicom;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class CieLabTest {
    @Test
    void whiteAndBlack_areTheEndsOfTheScale() {
        int[] white = CieLab.of(0xFFFFFF);
        assertThat(white[0]).isEqualTo(65_535);
        assertThat(white[1]).isBetween(32_880, 32_912);
        assertThat(white[2]).isBetween(32_880, 32_912);
        assertThat(CieLab.of(0)).containsExactly(0, 32_896, 32_896);
    }

    /** sRGB red is L* 54.29, a* 80.81, b* 69.89 under D50 (published by Lindbloom's calculator). */
    @Test
    void red_isAsPublished() {
        int[] red = CieLab.of(0xFF0000);
        assertThat(red[0] / 65_535.0 * 100).isBetween(54.2, 54.4);
        assertThat(red[1] / 65_535.0 * 255 - 128).isBetween(80.7, 80.9);
        assertThat(red[2] / 65_535.0 * 255 - 128).isBetween(69.8, 70.0);
    }
}

package io.slidestream.trainer.picture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class DistortionTest {
    private final TilePicture noise = noise();

    @Test
    void lowerJpegQuality_isFartherFromThePicture() {
        assertThat(distance(Distortion.jpeg(90))).isPositive().isLessThan(distance(Distortion.jpeg(70)));
        assertThat(distance(Distortion.jpeg(70))).isLessThan(distance(Distortion.jpeg(30)));
    }

    @Test
    void aHueShift_turnsTheColourCircle_andLeavesGreyAlone() {
        TilePicture picture = new TilePicture(2, 1, new int[] {0xc80000, 0x808080});

        assertThat(Distortion.hue(120).of(picture).rgb()).containsExactly(0x00c800, 0x808080);
        assertThat(Distortion.hue(-120).of(picture).rgb()).containsExactly(0x0000c8, 0x808080);
        assertThat(Distortion.hue(-20).strength()).isEqualTo("−20°");
        assertThat(Distortion.hue(20).strength()).isEqualTo("+20°");
    }

    @Test
    void aBlur_spreadsAPointAsAGaussian_inBothDirections_andKeepsTheLight() {
        int[] rgb = new int[21 * 21];
        rgb[10 * 21 + 10] = 0xff0000;
        int[] blurred = Distortion.blur(1).of(new TilePicture(21, 21, rgb)).rgb();

        // 1/(2π) of 255 in the middle, e^(-1/2) of it one pixel on
        assertThat(blurred[10 * 21 + 10] >> 16).isCloseTo((int) (255 / (2 * Math.PI)), within(1));
        assertThat(blurred[10 * 21 + 11] >> 16).isCloseTo(25, within(1));
        assertThat(blurred[11 * 21 + 10]).isEqualTo(blurred[10 * 21 + 11]);
        assertThat(Arrays.stream(blurred).map(p -> p >> 16).sum()).isCloseTo(255, within(10));
    }

    @Test
    void aBlur_leavesAnEvenPictureAlone_atItsEdgesToo() {
        int[] even = new int[9 * 5];
        Arrays.fill(even, 0x336699);

        assertThat(Distortion.blur(3).of(new TilePicture(9, 5, even)).rgb()).containsExactly(even);
    }

    @Test
    void noDistortion_changesItsArgument() {
        int[] before = noise.rgb().clone();

        Distortion.ALL.forEach(distortion -> distortion.of(noise));

        assertThat(noise.rgb()).containsExactly(before);
    }

    private double distance(Distortion distortion) {
        int[] changed = distortion.of(noise).rgb();
        return IntStream.range(0, changed.length)
                .mapToDouble(i -> Math.abs((changed[i] & 0xff) - (noise.rgb()[i] & 0xff))
                        + Math.abs((changed[i] >> 16) - (noise.rgb()[i] >> 16)))
                .average()
                .orElseThrow();
    }

    private static TilePicture noise() {
        int[] rgb = new Random(1).ints(32 * 32, 0, 0x1000000).toArray();
        return new TilePicture(32, 32, rgb);
    }
}

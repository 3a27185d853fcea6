package io.slidestream.mapfiles.map;

import static org.assertj.core.api.Assertions.assertThat;

import io.slidestream.testkit.MapSamples;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The tumour's colour is told from all others, and from tissue, over eosin and haematoxylin, in any colour vision. */
class DistinctColoursTest {
    /** CIE76: about 2.3 is just noticed side by side, 20 is another colour at a glance. */
    private static final double AT_A_GLANCE = 20;

    private static final double OPACITY = 0.6;
    private static final List<Integer> STAINS = List.of(0xE296BE, 0x60408C);

    /** Machado, Oliveira, Fernandes 2009, severity 1, on linear light. */
    private static final List<double[]> VISIONS = List.of(
            new double[] {1, 0, 0, 0, 1, 0, 0, 0, 1},
            new double[] {0.152286, 1.052583, -0.204868, 0.114503, 0.786281, 0.099216, -0.003882, -0.048116, 1.051998},
            new double[] {0.367322, 0.860646, -0.227968, 0.280085, 0.672501, 0.047413, -0.011820, 0.042940, 0.968881},
            new double[] {1.255528, -0.076749, -0.178779, -0.078411, 0.930809, 0.147602, 0.004733, 0.691367, 0.303900});

    @Test
    void kathersTumour_isToldFromEveryOtherClass_andFromStains() {
        Palette palette = new Palette(MapSamples.KATHER);
        int tumour = MapSamples.KATHER.indexOf("TUM");
        for (int i = 0; i < MapSamples.KATHER.size(); i++) {
            if (i != tumour) {
                assertThat(least(palette.distinct(tumour), palette.distinct(i), OPACITY))
                        .as(MapSamples.KATHER.get(i))
                        .isGreaterThan(AT_A_GLANCE);
            }
        }
        assertThat(leastToStains(palette.distinct(tumour))).isGreaterThan(2 * AT_A_GLANCE);
    }

    @Test
    void othersTumour_isToldFromTheirOtherClasses() {
        List<String> names = List.of("benign", "tumour", "stroma", "necrosis", "fat");
        Palette palette = new Palette(names);
        IntStream.range(0, names.size())
                .filter(i -> i != 1)
                .forEach(i -> assertThat(least(palette.distinct(1), palette.distinct(i), OPACITY))
                        .as(names.get(i))
                        .isGreaterThan(AT_A_GLANCE));
    }

    /** It is why screens have other colours: published ones stay in files. */
    @Test
    void publishedColours_areNotToldApart_byAll() {
        Palette palette = new Palette(MapSamples.KATHER);
        assertThat(least(
                        palette.colour(MapSamples.KATHER.indexOf("TUM")),
                        palette.colour(MapSamples.KATHER.indexOf("NORM")),
                        OPACITY))
                .isLessThan(AT_A_GLANCE / 2);
    }

    private static double least(int a, int b, double opacity) {
        return VISIONS.stream()
                .flatMapToDouble(vision -> STAINS.stream()
                        .mapToDouble(stain -> distance(over(a, stain, opacity), over(b, stain, opacity), vision)))
                .min()
                .orElseThrow();
    }

    private static double leastToStains(int colour) {
        return VISIONS.stream()
                .flatMapToDouble(vision -> STAINS.stream()
                        .mapToDouble(stain -> distance(over(colour, stain, OPACITY), over(stain, stain, 1), vision)))
                .min()
                .orElseThrow();
    }

    private static double[] over(int colour, int ground, double opacity) {
        double[] mixed = new double[3];
        for (int i = 0; i < 3; i++) {
            int shift = 16 - 8 * i;
            mixed[i] = opacity * (colour >> shift & 255) + (1 - opacity) * (ground >> shift & 255);
        }
        return mixed;
    }

    private static double distance(double[] a, double[] b, double[] vision) {
        double[] first = lab(a, vision);
        double[] second = lab(b, vision);
        return Math.sqrt(IntStream.range(0, 3)
                .mapToDouble(i -> (first[i] - second[i]) * (first[i] - second[i]))
                .sum());
    }

    private static double[] lab(double[] colour, double[] vision) {
        double[] seen = new double[3];
        for (int row = 0; row < 3; row++) {
            for (int i = 0; i < 3; i++) {
                seen[row] += vision[3 * row + i] * linear(colour[i]);
            }
            seen[row] = Math.max(0, Math.min(1, seen[row]));
        }
        double x = bent((0.4124 * seen[0] + 0.3576 * seen[1] + 0.1805 * seen[2]) / 0.95047);
        double y = bent(0.2126 * seen[0] + 0.7152 * seen[1] + 0.0722 * seen[2]);
        double z = bent((0.0193 * seen[0] + 0.1192 * seen[1] + 0.9505 * seen[2]) / 1.08883);
        return new double[] {116 * y - 16, 500 * (x - y), 200 * (y - z)};
    }

    private static double linear(double value) {
        double share = value / 255;
        return share <= 0.04045 ? share / 12.92 : Math.pow((share + 0.055) / 1.055, 2.4);
    }

    private static double bent(double t) {
        return t > 0.008856 ? Math.cbrt(t) : 7.787 * t + 16 / 116.0;
    }
}

package io.slidestream.standalone.commands;

import static org.assertj.core.api.Assertions.assertThat;

import io.slidestream.slides.Level;
import io.slidestream.slides.SlideProperties;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

class SlideInfoTest {
    private static final List<Level> LEVELS =
            List.of(new Level(0, 40_000, 30_000, 1), new Level(1, 10_000, 7_499, 4.0003));

    @Test
    void aFullSlide_showsEverythingItSays() {
        SlideProperties slide = new SlideProperties(
                LEVELS,
                OptionalDouble.of(0.2525),
                OptionalDouble.of(40),
                "aperio",
                Map.of("aperio.MPP", "0.2525", "aperio.AppMag", "40", "tiff.ImageDescription", "Aperio\r\nv11 "),
                List.of("label", "macro"));

        assertThat(SlideInfo.describe("S1.svs", "OpenSlide 3.4.1", slide)).isEqualToNormalizingNewlines("""
                        slide              S1.svs
                        reader             OpenSlide 3.4.1
                        vendor             aperio
                        size               40000 x 30000 px  (10.10 x 7.58 mm)
                        mpp                0.2525
                        objective          40
                        levels             2
                           0  40000 x 30000 px  downsample 1  mpp 0.2525
                           1  10000 x 7499 px  downsample 4.0003  mpp 1.0101
                        associated images  label, macro
                        properties
                          aperio.AppMag = 40
                          aperio.MPP = 0.2525
                          tiff.ImageDescription = Aperio
                            v11
                        """);
    }

    @Test
    void aSlideThatSaysLittle_showsWhatIsMissing() {
        SlideProperties slide = new SlideProperties(
                LEVELS, OptionalDouble.empty(), OptionalDouble.empty(), "generic-tiff", Map.of(), List.of());

        assertThat(SlideInfo.describe("S2.tiff", "OpenSlide 3.4.1", slide).lines())
                .contains(
                        "size               40000 x 30000 px",
                        "mpp                the slide does not say its microns per pixel; --mpp sets it",
                        "objective          not given",
                        "   1  10000 x 7499 px  downsample 4.0003",
                        "associated images  none");
    }
}

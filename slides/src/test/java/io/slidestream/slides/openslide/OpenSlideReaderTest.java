package io.slidestream.slides.openslide;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.slidestream.contracts.Level0Region;
import io.slidestream.contracts.RejectionReason;
import io.slidestream.slides.Crc;
import io.slidestream.slides.Level;
import io.slidestream.slides.RealSlides;
import io.slidestream.slides.RgbImage;
import io.slidestream.slides.SlideException;
import io.slidestream.slides.SlideProperties;
import io.slidestream.slides.SlideReader;
import io.slidestream.slides.open.SlideReaders;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Real slides. The golden values were made with openslide-python on the same library, composited on white. */
class OpenSlideReaderTest {
    @ParameterizedTest
    @CsvSource({
        "CMU-1-Small-Region.svs,      0,    0,    224, 224, 0, 618956be",
        "CMU-1-Small-Region.svs,      1000, 1200, 256, 300, 0, ef7cbd23",
        "CMU-1-Small-Region.svs,      1996, 2743, 224, 224, 0, 2f394aa8",
        "tcga-cr-7395-01a-01-ts1.svs, 100,  200,  224, 224, 0, 8e5dc086",
        "tcga-cr-7395-01a-01-ts1.svs, 2000, 1500, 448, 448, 1, 076deec3",
        "tcga-cr-7395-01a-01-ts1.svs, 4219, 3343, 224, 224, 1, 9569301a",
        "openslide-boxes.tiff,        0,    0,    300, 250, 0, 3e1db00c",
        "openslide-boxes.tiff,        0,    0,    300, 250, 1, 28ebd059"
        // Its other levels are smaller than one tile, which libtiff 4.5.0-6+deb12u2 and u4 read differently.
    })
    void pixels_equalTheReference(String slide, long x, long y, int width, int height, int level, String crc)
            throws Exception {
        try (SlideReader reader = SlideReaders.open(RealSlides.path(slide))) {
            RgbImage image = reader.read(new Level0Region(x, y, width, height), level);

            assertThat(Long.toHexString(Crc.of(image))).isEqualTo(crc.replaceFirst("^0", ""));
        }
    }

    @Test
    void associatedImages_equalTheReference() throws Exception {
        try (SlideReader reader = SlideReaders.open(RealSlides.path("CMU-1-Small-Region.svs"))) {
            assertThat(reader.properties().associatedImages()).containsExactly("label", "macro", "thumbnail");
            assertThat(Crc.of(reader.associatedImage("label"))).isEqualTo(0x28f5ecfcL);
            assertThat(Crc.of(reader.associatedImage("thumbnail"))).isEqualTo(0x6ffc8158L);
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> reader.associatedImage("barcode"))
                    .withMessageContaining("label, macro, thumbnail");
        }
    }

    @Test
    void properties_areTheSlides() throws Exception {
        try (SlideReader reader = SlideReaders.open(RealSlides.path("CMU-1-Small-Region.svs"))) {
            SlideProperties properties = reader.properties();

            assertThat(properties.levels()).containsExactly(new Level(0, 2220, 2967, 1));
            assertThat(properties.mpp()).hasValue(0.499);
            assertThat(properties.objectivePower()).hasValue(20);
            assertThat(properties.vendor()).isEqualTo("aperio");
            assertThat(properties.raw()).containsEntry("aperio.Filename", "CMU-1");
            assertThat(reader.readerName()).contains("openslide ");
        }
    }

    @Test
    void slideWithoutMpp_namesTheOptionThatHelps() throws Exception {
        try (SlideReader reader = SlideReaders.open(RealSlides.path("tcga-cr-7395-01a-01-ts1.svs"))) {
            assertThatThrownBy(() -> reader.properties().requireMpp(null))
                    .hasMessageContaining("--mpp")
                    .isInstanceOfSatisfying(
                            SlideException.class, e -> assertThat(e.reason()).isEqualTo(RejectionReason.NO_MPP));
            assertThat(reader.properties().requireMpp(0.5)).isEqualTo(0.5);
        }
    }

    @Test
    void thumbnail_isTheMeanOfTheSlide() throws Exception {
        try (SlideReader reader = SlideReaders.open(RealSlides.path("CMU-1-Small-Region.svs"))) {
            RgbImage thumbnail = reader.thumbnail(989);
            RgbImage own = reader.associatedImage("thumbnail");

            assertThat(thumbnail.widthPx()).isEqualTo(740);
            assertThat(thumbnail.heightPx()).isEqualTo(989);
            assertThat(meanGreen(thumbnail)).isCloseTo(meanGreen(own), org.assertj.core.data.Offset.offset(1.5));
        }
    }

    private static double meanGreen(RgbImage image) {
        return java.util.Arrays.stream(image.rgb())
                .map(pixel -> pixel >> 8 & 255)
                .average()
                .orElseThrow();
    }
}

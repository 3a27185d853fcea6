package io.slidestream.slides.direct;

import static org.assertj.core.api.Assertions.assertThat;

import io.slidestream.contracts.Level0Region;
import io.slidestream.slides.RealSlides;
import io.slidestream.slides.RgbImage;
import io.slidestream.slides.SlideException;
import io.slidestream.slides.SlideProperties;
import io.slidestream.slides.SlideReader;
import io.slidestream.slides.codec.TileCache;
import io.slidestream.slides.open.ReaderChoice;
import io.slidestream.slides.open.SlideReaders;
import io.slidestream.slides.openslide.OpenSlideReader;
import io.slidestream.synthetic.SyntheticSlide;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The direct reader against OpenSlide, sample by sample. */
class DirectReaderTest {
    @TempDir
    Path folder;

    @Test
    void syntheticSlide_hasNoDifferingSampleAtAnyLevel() throws Exception {
        Path slide = folder.resolve("slide.svs");
        SyntheticSlide.builder().size(2100, 1501).distinct().write(slide);

        assertSamePixels(slide, 3);
    }

    @Test
    void bigTiff_hasNoDifferingSample() throws Exception {
        Path slide = folder.resolve("big.svs");
        SyntheticSlide.builder().size(2100, 1501).distinct().bigTiffAbove(0).write(slide);
        try (InputStream bytes = Files.newInputStream(slide)) {
            assertThat(bytes.readNBytes(3)).as("BigTIFF's magic").containsExactly('I', 'I', 43);
        }

        assertSamePixels(slide, 3);
    }

    @Test
    void realSlide_hasNoDifferingSample() throws Exception {
        assertSamePixels(RealSlides.path("CMU-1-Small-Region.svs"), 1);
    }

    private static void assertSamePixels(Path slide, int levels) throws SlideException {
        try (SlideReader direct = open(slide, ReaderChoice.AUTO);
                SlideReader reference = open(slide, ReaderChoice.OPENSLIDE)) {
            assertThat(direct).isInstanceOf(DirectReader.class);
            assertThat(reference).isInstanceOf(OpenSlideReader.class);
            assertThat(direct.properties()).isEqualTo(reference.properties());
            assertThat(direct.properties().levels()).hasSize(levels);
            SplittableRandom random = new SplittableRandom(5);
            SlideProperties properties = direct.properties();
            for (int level = 0; level < levels; level++) {
                assertSame(direct, reference, whole(properties), level);
                for (int i = 0; i < 40; i++) {
                    int width = random.nextInt(1, 600);
                    int height = random.nextInt(1, 600);
                    Level0Region region = new Level0Region(
                            random.nextLong(properties.widthPx() - width + 1),
                            random.nextLong(properties.heightPx() - height + 1),
                            width,
                            height);
                    assertSame(direct, reference, region, level);
                }
            }
            assertThat(direct.thumbnail(300).rgb())
                    .isEqualTo(reference.thumbnail(300).rgb());
        }
    }

    private static Level0Region whole(SlideProperties slide) {
        return new Level0Region(0, 0, (int) slide.widthPx(), (int) slide.heightPx());
    }

    private static void assertSame(SlideReader direct, SlideReader reference, Level0Region region, int level)
            throws SlideException {
        RgbImage expected = reference.read(region, level);
        RgbImage actual = direct.read(region, level);
        assertThat(actual.widthPx()).isEqualTo(expected.widthPx());
        int differing = 0;
        for (int i = 0; i < expected.rgb().length; i++) {
            differing += actual.rgb()[i] == expected.rgb()[i] ? 0 : 1;
        }
        assertThat(differing)
                .as("differing pixels of %s at level %d", region, level)
                .isZero();
    }

    private static SlideReader open(Path slide, ReaderChoice choice) throws SlideException {
        return SlideReaders.open(slide, choice, new TileCache(8 << 20));
    }
}

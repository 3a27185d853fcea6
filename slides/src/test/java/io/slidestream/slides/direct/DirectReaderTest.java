package io.slidestream.slides.direct;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.within;

import io.slidestream.contracts.Level0Region;
import io.slidestream.slides.Excerpt;
import io.slidestream.slides.Level;
import io.slidestream.slides.PixelBox;
import io.slidestream.slides.RealSlides;
import io.slidestream.slides.RgbImage;
import io.slidestream.slides.SlideException;
import io.slidestream.slides.SlideProperties;
import io.slidestream.slides.SlideReader;
import io.slidestream.slides.codec.TileCache;
import io.slidestream.slides.open.ReaderChoice;
import io.slidestream.slides.open.SlideReaders;
import io.slidestream.slides.openslide.OpenSlideReader;
import io.slidestream.synthetic.JpegColour;
import io.slidestream.synthetic.JpegFormat;
import io.slidestream.synthetic.SlideContainer;
import io.slidestream.synthetic.SyntheticSlide;
import io.slidestream.synthetic.TileCoding;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** The direct reader against OpenSlide, sample by sample. */
class DirectReaderTest {
    /** Random places at each level. */
    private static final int REGIONS = 8;

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

    @ParameterizedTest
    @EnumSource
    void jpeg2000_hasNoDifferingSample(JpegColour colour) throws Exception {
        Path slide = folder.resolve("slide.svs");
        SyntheticSlide.builder()
                .size(700, 601)
                .jpegTilePx(128)
                .coding(TileCoding.JPEG_2000)
                .jpeg(new JpegFormat(colour, 80, JpegFormat.Tables.OWN))
                .distinct()
                .write(slide);

        assertSamePixels(slide, 3);
    }

    @ParameterizedTest
    @EnumSource
    void philips_hasNoDifferingSample_andItsMissingTilesAreWhite(JpegColour colour) throws Exception {
        Path slide = folder.resolve("slide.tiff");
        SyntheticSlide.builder()
                .size(1500, 1101)
                .jpegTilePx(128)
                .mpp(0.25)
                .container(SlideContainer.PHILIPS)
                .jpeg(new JpegFormat(colour, 80, JpegFormat.Tables.SHARED))
                .missingTile(1, 2)
                .missingTile(11, 8)
                .write(slide);

        try (SlideReader reader = open(slide, ReaderChoice.AUTO)) {
            assertThat(reader.properties().vendor()).isEqualTo("philips");
            assertThat(reader.properties().mpp()).hasValue(0.25);
            assertThat(reader.properties().levels().get(1).widthPx()).isEqualTo(12 * 128 / 4);
            assertThat(reader.read(new Level0Region(128, 256, 128, 128), 0).rgb())
                    .containsOnly(0xffffff);
        }
        assertSamePixels(slide, 3);
    }

    /** OpenSlide opens no such slide, so the pixels are compared with those of the same slide in another coding. */
    @Test
    void aperiosRawTiles_areReadWithoutOpenSlide() throws Exception {
        SyntheticSlide.Builder builder =
                SyntheticSlide.builder().size(700, 601).jpegTilePx(128).distinct();
        Path raw = folder.resolve("raw.svs");
        builder.coding(TileCoding.RAW).write(raw);
        Path lossless = folder.resolve("lossless.svs");
        builder.coding(TileCoding.DEFLATE).write(lossless);

        assertThat(catchThrowableOfType(SlideException.class, () -> open(raw, ReaderChoice.OPENSLIDE)))
                .hasMessageContaining("33007");
        try (SlideReader reader = open(raw, ReaderChoice.AUTO);
                SlideReader other = open(lossless, ReaderChoice.AUTO)) {
            assertThat(reader.readerName()).isEqualTo("direct uncompressed (raw), without OpenSlide");
            assertThat(reader.properties().levels())
                    .isEqualTo(other.properties().levels());
            assertThat(reader.properties().mpp()).isEqualTo(other.properties().mpp());
            assertThat(reader.properties().vendor()).isEqualTo("aperio");
            assertThat(reader.properties().associatedImages()).isEmpty();
            for (Level level : reader.properties().levels()) {
                Level0Region all = new Level0Region(0, 0, 700, 601);
                assertThat(meanDifference(reader.read(all, level.index()), other.read(all, level.index())))
                        .as("level %d", level.index())
                        .isLessThan(3);
            }
        }
    }

    private static double meanDifference(RgbImage a, RgbImage b) {
        long sum = 0;
        for (int i = 0; i < a.rgb().length; i++) {
            for (int shift = 0; shift < 24; shift += 8) {
                sum += Math.abs((a.rgb()[i] >> shift & 255) - (b.rgb()[i] >> shift & 255));
            }
        }
        return sum / 3.0 / a.rgb().length;
    }

    /** The reduced pixels lie a quarter of one before where means would; the box says so to whoever resizes. */
    @Test
    void reducedJpeg2000_isCentredWhereItSays() throws Exception {
        try (SlideReader reader = open(RealSlides.path("tcga-cr-7395-01a-01-ts1.svs"), ReaderChoice.AUTO);
                Excerpt half = reader.excerpt(new Level0Region(512, 1024, 256, 256), 0, 2)) {
            RgbImage full = reader.read(new Level0Region(511, 1023, 259, 259), 0);
            long centred = 0;
            long mean = 0;
            int[] rgb = new int[half.widthPx() * half.heightPx()];
            half.copyTo((x, y, pixels, from, count) -> pixels.get(from, rgb, y * half.widthPx() + x, count));
            for (int y = 0; y < 128; y++) {
                for (int x = 0; x < 128; x++) {
                    int green = rgb[y * half.widthPx() + x] >> 8 & 255;
                    centred += Math.abs(green - weighted(full, 2 * x, 2 * y, new int[] {1, 2, 1}));
                    mean += Math.abs(green - weighted(full, 2 * x + 1, 2 * y + 1, new int[] {1, 1}));
                }
            }

            assertThat(half.reduction()).isEqualTo(2);
            assertThat(half.region()).isEqualTo(new PixelBox(0.25, 0.25, 128, 128));
            assertThat(centred).isLessThan(mean);
        }
    }

    /** Another tile, for a quarter of a pixel, would cost as much as all the others. */
    @Test
    void reducedJpeg2000_thatEndsWithItsTile_repeatsTheLastPixel() throws Exception {
        Path slide = folder.resolve("slide.svs");
        SyntheticSlide.builder()
                .size(700, 601)
                .jpegTilePx(128)
                .coding(TileCoding.JPEG_2000)
                .distinct()
                .write(slide);
        TileCache cache = new TileCache(1 << 20);
        try (SlideReader reader = SlideReaders.open(slide, ReaderChoice.AUTO, cache);
                Excerpt half = reader.excerpt(new Level0Region(128, 128, 128, 128), 0, 2)) {
            int[] rgb = new int[65 * 65];
            half.copyTo((x, y, pixels, from, count) -> pixels.get(from, rgb, y * 65 + x, count));

            assertThat(half.region()).isEqualTo(new PixelBox(0.25, 0.25, 64, 64));
            assertThat(half.widthPx()).isEqualTo(65);
            assertThat(cache.decodedTiles()).isEqualTo(1);
            for (int i = 0; i < 65; i++) {
                assertThat(rgb[i * 65 + 64]).isEqualTo(rgb[i * 65 + 63]);
                assertThat(rgb[64 * 65 + i]).isEqualTo(rgb[63 * 65 + i]);
            }
        }
        try (SlideReader reader = SlideReaders.open(slide, ReaderChoice.AUTO, cache);
                Excerpt half = reader.excerpt(new Level0Region(64, 64, 128, 128), 0, 2)) {
            assertThat(half.widthPx()).as("within tiles").isEqualTo(65);
        }
    }

    private static int weighted(RgbImage image, int left, int top, int[] weights) {
        int sum = 0;
        int all = 0;
        for (int y = 0; y < weights.length; y++) {
            for (int x = 0; x < weights.length; x++) {
                sum += weights[x] * weights[y] * (image.rgb()[(top + y) * image.widthPx() + left + x] >> 8 & 255);
                all += weights[x] * weights[y];
            }
        }
        return (sum + all / 2) / all;
    }

    @ParameterizedTest
    @EnumSource(names = {"YCBCR_420", "YCBCR_444"})
    void ndpi_hasNoDifferingSampleAtAnyLevel(JpegColour colour) throws Exception {
        Path slide = folder.resolve("slide.ndpi");
        SyntheticSlide.builder()
                .size(4352, 512)
                .jpegTilePx(64)
                .container(SlideContainer.NDPI)
                .jpeg(new JpegFormat(colour, 80, JpegFormat.Tables.OWN))
                .write(slide);

        assertSamePixels(slide, 8);
    }

    /** Each level is wider than a tile: with Debian's libtiff 4.5.0-6+deb12u4 OpenSlide shows noise where one is narrower. */
    @ParameterizedTest
    @EnumSource(names = {"DEFLATE", "LZW", "JPEG"})
    void genericPyramid_hasNoDifferingSample(TileCoding coding) throws Exception {
        Path slide = folder.resolve("slide.tiff");
        SyntheticSlide.builder()
                .size(1100, 1050)
                .jpegTilePx(64)
                .coding(coding)
                .container(SlideContainer.TIFF)
                .distinct()
                .write(slide);

        assertSamePixels(slide, 3);
    }

    /** OpenSlide opens no such slide, so the pixels are compared with those of the same slide as Aperio's. */
    @ParameterizedTest
    @CsvSource({"TIFF, RGB", "TIFF, YCBCR_420", "OME_TIFF, RGB", "OME_TIFF, YCBCR_444"})
    void jpeg2000OfOtherWriters_isReadWithoutOpenSlide(SlideContainer container, JpegColour colour) throws Exception {
        SyntheticSlide.Builder builder = SyntheticSlide.builder()
                .size(700, 601)
                .jpegTilePx(128)
                .coding(TileCoding.JPEG_2000)
                .jpeg(new JpegFormat(colour, 80, JpegFormat.Tables.OWN))
                .distinct();
        Path aperio = folder.resolve("aperio.svs");
        builder.write(aperio);
        Path other = folder.resolve("other.tiff");
        builder.container(container).write(other);

        assertThat(catchThrowableOfType(SlideException.class, () -> open(other, ReaderChoice.OPENSLIDE)))
                .hasMessageContaining("34712");
        try (SlideReader direct = open(other, ReaderChoice.AUTO);
                SlideReader reference = open(aperio, ReaderChoice.AUTO)) {
            assertThat(direct).isInstanceOf(DirectReader.class);
            assertThat(direct.properties().vendor()).isEqualTo("generic-tiff");
            assertThat(direct.properties().mpp())
                    .isEqualTo(reference.properties().mpp());
            assertThat(direct.properties().levels())
                    .isEqualTo(reference.properties().levels());
            for (int level = 0; level < 3; level++) {
                assertSame(direct, reference, whole(direct.properties()), level);
            }
        }
    }

    /** OpenSlide 3.4 opens no such file, so it is compared with the one that has the smaller byte first. */
    @ParameterizedTest
    @CsvSource({"TIFF, LZW", "TIFF, JPEG", "OME_TIFF, DEFLATE", "OME_TIFF, JPEG_2000"})
    void bigEndianPyramid_isTheSameSlide(SlideContainer container, TileCoding coding) throws Exception {
        Path little = folder.resolve("little.tiff");
        SyntheticSlide.builder()
                .size(700, 601)
                .jpegTilePx(128)
                .mpp(0.25)
                .coding(coding)
                .container(container)
                .distinct()
                .write(little);
        Path big = folder.resolve("big.tiff");
        BigEndianCopy.write(little, big);

        try (SlideReader direct = open(big, ReaderChoice.AUTO);
                SlideReader reference = open(little, ReaderChoice.AUTO)) {
            assertThat(direct).isInstanceOf(DirectReader.class);
            assertThat(direct.properties().mpp().getAsDouble()).isCloseTo(0.25, within(1e-6));
            assertThat(direct.properties().mppSource())
                    .isEqualTo(reference.properties().mppSource());
            assertThat(direct.properties().levels())
                    .isEqualTo(reference.properties().levels());
            for (int level = 0; level < 3; level++) {
                assertSame(direct, reference, whole(direct.properties()), level);
            }
        }
    }

    @Test
    void realSlideOfJpeg2000_hasNoDifferingSample() throws Exception {
        assertSamePixels(RealSlides.path("tcga-cr-7395-01a-01-ts1.svs"), 2);
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
                for (int i = 0; i < REGIONS; i++) {
                    int width = random.nextInt(1, 400);
                    int height = random.nextInt(1, 400);
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

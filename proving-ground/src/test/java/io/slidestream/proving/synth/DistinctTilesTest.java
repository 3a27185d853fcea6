package io.slidestream.proving.synth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.slidestream.contracts.Level0Region;
import io.slidestream.slides.RgbImage;
import io.slidestream.slides.SlideReader;
import io.slidestream.slides.open.SlideReaders;
import io.slidestream.synthetic.JpegColour;
import io.slidestream.synthetic.JpegFormat;
import io.slidestream.synthetic.SlideShape;
import io.slidestream.synthetic.SyntheticSlide;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.OptionalDouble;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What makes a slide fit for measuring: no two tiles alike, and the same slide otherwise. */
class DistinctTilesTest {
    @TempDir
    Path folder;

    @Test
    void distinctSlide_showsTheSameSectionInOtherPixels() throws Exception {
        SyntheticSlide.Builder builder =
                SyntheticSlide.builder().size(1500, 1000).jpegTilePx(128);
        builder.write(folder.resolve("shared.svs"));
        builder.distinct().write(folder.resolve("distinct.svs"));

        assertThat(folder.resolve("distinct.svs.truth.csv"))
                .hasSameTextualContentAs(folder.resolve("shared.svs.truth.csv"));
        try (SlideReader shared = SlideReaders.open(folder.resolve("shared.svs"));
                SlideReader distinct = SlideReaders.open(folder.resolve("distinct.svs"))) {
            assertThat(distinct.properties().levels())
                    .isEqualTo(shared.properties().levels());
            assertThat(difference(
                            distinct.thumbnail(100).rgb(), shared.thumbnail(100).rgb()))
                    .isLessThan(12);
            assertThat(tiles(distinct, 128)).hasSize(12 * 8);
            assertThat(tiles(shared, 128)).hasSizeLessThan(12 * 8);
        }
    }

    @Test
    void distinctSlide_isTheSameEachTime() throws Exception {
        SyntheticSlide.builder().size(1000, 700).jpegTilePx(128).distinct().write(folder.resolve("a.svs"));
        SyntheticSlide.builder().size(1000, 700).jpegTilePx(128).distinct().write(folder.resolve("b.svs"));

        assertThat(folder.resolve("b.svs")).hasSameBinaryContentAs(folder.resolve("a.svs"));
    }

    @Test
    void mosaic_hasTheSourcesPixelsAndItsOwnTiles() throws Exception {
        Path source = folder.resolve("source.svs");
        SyntheticSlide.builder().size(700, 500).jpegTilePx(64).distinct().write(source);
        SlideShape shape = new SlideShape(
                3000,
                2000,
                OptionalDouble.of(0.25),
                128,
                new JpegFormat(JpegColour.YCBCR_444, 95, JpegFormat.Tables.OWN),
                0);
        try (SlideReader reader = SlideReaders.open(source)) {
            SlideMosaic.write(reader, shape, folder.resolve("mosaic.svs"));
            try (SlideReader mosaic = SlideReaders.open(folder.resolve("mosaic.svs"))) {
                assertThat(mosaic.properties().mpp()).hasValue(0.25);
                assertThat(difference(read(mosaic, 0, 0, 699, 499), read(reader, 0, 0, 699, 499)))
                        .isLessThan(3);
                assertThat(difference(read(mosaic, 2 * 699, 2 * 499, 600, 400), read(reader, 0, 0, 600, 400)))
                        .isLessThan(3);
                int[] right = read(mosaic, 699, 0, 2, 100);
                int[] left = read(mosaic, 697, 0, 2, 100);
                assertThat(difference(new int[] {right[0], right[2]}, new int[] {left[1], left[3]}))
                        .as("mirrored: no seam")
                        .isLessThan(6);
                assertThat(tiles(mosaic, 128)).hasSize(24 * 16);
            }
        }
        assertThat(SyntheticSlide.truthPath(folder.resolve("mosaic.svs"))).doesNotExist();
    }

    @Test
    void mosaicOfALargerSlide_isItsMiddle() throws Exception {
        Path source = folder.resolve("source.svs");
        SyntheticSlide.builder().size(3000, 2000).write(source);
        try (SlideReader reader = SlideReaders.open(source)) {
            SlideShape shape = new SlideShape(
                    1001, 1001, OptionalDouble.empty(), 256, JpegFormat.DEFAULT, SlideShape.CLASSIC_TIFF_BYTES);
            SlideMosaic.write(reader, shape, folder.resolve("middle.svs"));
            try (SlideReader middle = SlideReaders.open(folder.resolve("middle.svs"))) {
                assertThat(middle.properties().mpp()).isEmpty();
                assertThat(difference(read(middle, 0, 0, 1001, 1001), read(reader, (2999 - 1001) / 2, 499, 1001, 1001)))
                        .isLessThan(8);
            }
        }
    }

    @Test
    void missingTile_hasNoBytes() throws Exception {
        Path file = folder.resolve("slide.svs");
        SyntheticSlide.builder().size(800, 600).missingTile(1, 1).write(file);

        try (SlideReader reader = SlideReaders.open(file)) {
            assertThat(read(reader, 256, 256, 256, 256)).containsOnly(0xffffff);
            assertThat(read(reader, 0, 0, 256, 256)).doesNotContain(0xffffff);
        }
    }

    @Test
    void damageNeedsSharedTiles() {
        assertThatIllegalArgumentException()
                .isThrownBy(() ->
                        SyntheticSlide.builder().distinct().corruptTile(0, 0).build())
                .withMessageContaining("neither corrupt nor missing");
    }

    @Test
    void unfinishedSlide_leavesNothingBehind() throws Exception {
        Path file = folder.resolve("no-such-folder/slide.svs");
        org.assertj.core.api.Assertions.assertThatIOException()
                .isThrownBy(() -> SyntheticSlide.builder().size(300, 300).write(file));
        try (var files = Files.list(folder)) {
            assertThat(files).isEmpty();
        }
    }

    /** A hash of each JPEG tile's pixels. */
    private static Set<Integer> tiles(SlideReader slide, int tilePx) throws Exception {
        Set<Integer> hashes = new HashSet<>();
        for (int y = 0; y < slide.properties().heightPx(); y += tilePx) {
            for (int x = 0; x < slide.properties().widthPx(); x += tilePx) {
                int width = (int) Math.min(tilePx, slide.properties().widthPx() - x);
                int height = (int) Math.min(tilePx, slide.properties().heightPx() - y);
                hashes.add(Arrays.hashCode(read(slide, x, y, width, height)));
            }
        }
        return hashes;
    }

    private static int[] read(SlideReader slide, int x, int y, int width, int height) throws Exception {
        RgbImage image = slide.read(new Level0Region(x, y, width, height), 0);
        return image.rgb();
    }

    /** Mean over all samples. */
    private static double difference(int[] a, int[] b) {
        assertThat(a).hasSameSizeAs(b);
        long sum = 0;
        for (int i = 0; i < a.length; i++) {
            for (int shift = 0; shift <= 16; shift += 8) {
                sum += Math.abs((a[i] >> shift & 255) - (b[i] >> shift & 255));
            }
        }
        return sum / (3.0 * a.length);
    }
}

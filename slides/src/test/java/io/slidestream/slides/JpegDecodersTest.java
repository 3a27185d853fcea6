package io.slidestream.slides;

import static org.assertj.core.api.Assertions.assertThat;

import io.slidestream.contracts.Level0Region;
import io.slidestream.slides.codec.TileCache;
import io.slidestream.slides.codec.TilePixels;
import io.slidestream.slides.direct.CodedLevel;
import io.slidestream.slides.direct.DirectOpening;
import io.slidestream.slides.direct.LevelTiles;
import io.slidestream.slides.jpeg.JpegLibrary;
import io.slidestream.slides.open.ReaderChoice;
import io.slidestream.slides.open.SlideReaders;
import io.slidestream.slides.store.SlideBytes;
import io.slidestream.slides.store.SlideFile;
import io.slidestream.synthetic.SyntheticSlide;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Each tile of a slide through both decoders, and at reduced size. */
class JpegDecodersTest {
    @TempDir
    Path folder;

    @Test
    void imageIo_givesLibjpegTurbosPixels() throws Exception {
        assertSameTiles(synthetic());
    }

    @Test
    void imageIo_givesLibjpegTurbosPixels_ofRgbTilesWithSharedTables() throws Exception {
        assertSameTiles(RealSlides.path("CMU-1-Small-Region.svs"));
    }

    /** A pixel at half size shows the mean of the four it stands for, so nothing is shifted, at tile borders neither. */
    @Test
    void reducedPixels_lieWhereTheirSourcesDo() throws Exception {
        try (SlideReader reader = SlideReaders.open(synthetic(), ReaderChoice.AUTO, new TileCache(1 << 22))) {
            for (int reduction : new int[] {2, 4, 8}) {
                Level0Region region = new Level0Region(184, 208, 320, 256);
                RgbImage full = reader.read(region, 0);
                try (Excerpt excerpt = reader.excerpt(region, 0, reduction)) {
                    assertThat(excerpt.region()).isEqualTo(new PixelBox(0, 0, 320.0 / reduction, 256.0 / reduction));
                    assertThat(meanDifference(full, excerpt, reduction, 0)).isLessThan(4);
                    assertThat(meanDifference(full, excerpt, reduction, 1))
                            .as("a shift by one pixel shows")
                            .isGreaterThan(2 * meanDifference(full, excerpt, reduction, 0));
                }
            }
        }
    }

    @Test
    void oddRegion_liesWithinThePixelsAtHalfSize() throws Exception {
        try (SlideReader reader = SlideReaders.open(synthetic(), ReaderChoice.AUTO, new TileCache(1 << 22));
                Excerpt excerpt = reader.excerpt(new Level0Region(101, 50, 447, 448), 0, 2)) {
            assertThat(excerpt.region()).isEqualTo(new PixelBox(0.5, 0, 223.5, 224));
            assertThat(excerpt.widthPx()).isEqualTo(224);
        }
    }

    private Path synthetic() throws Exception {
        Path slide = folder.resolve("slide.svs");
        SyntheticSlide.builder().size(800, 600).mpp(0.25).distinct().write(slide);
        return slide;
    }

    private static double meanDifference(RgbImage full, Excerpt excerpt, int reduction, int shift) {
        double[] sum = new double[2];
        excerpt.copyTo((x, y, pixels, from, count) -> {
            for (int i = 0; i + shift < count && x + i + shift < full.widthPx() / reduction; i++) {
                int green = 0;
                for (int j = 0; j < reduction * reduction; j++) {
                    int column = (x + i + shift) * reduction + j % reduction;
                    green += full.rgb()[(y * reduction + j / reduction) * full.widthPx() + column] >> 8 & 255;
                }
                sum[0] += Math.abs((double) green / reduction / reduction - (pixels.get(from + i) >> 8 & 255));
                sum[1]++;
            }
        });
        return sum[0] / sum[1];
    }

    private static void assertSameTiles(Path path) throws Exception {
        SlideFile file = SlideFile.at(path);
        try (SlideBytes bytes = SlideBytes.open(file);
                LevelTiles turbo = new LevelTiles(
                        DirectOpening.levels(bytes, JpegLibrary.LIBTURBOJPEG).get(0));
                LevelTiles imageIo = new LevelTiles(
                        DirectOpening.levels(bytes, JpegLibrary.IMAGEIO).get(0))) {
            CodedLevel level = turbo.level();
            for (int tile = 0; tile < level.columns() * level.rows(); tile++) {
                TilePixels a = new TilePixels(level.tileWidthPx(), level.tileHeightPx());
                TilePixels b = new TilePixels(level.tileWidthPx(), level.tileHeightPx());
                turbo.decode(tile, a);
                imageIo.decode(tile, b);
                int differing = 0;
                for (int i = 0; i < a.pixels().capacity(); i++) {
                    differing += ((a.pixels().get(i) ^ b.pixels().get(i)) & 0xffffff) == 0 ? 0 : 1;
                }
                assertThat(differing).as("differing pixels of tile %d", tile).isZero();
            }
        }
    }
}

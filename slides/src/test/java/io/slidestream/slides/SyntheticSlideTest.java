package io.slidestream.slides;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.slidestream.contracts.Level0Region;
import io.slidestream.slides.open.SlideReaders;
import io.slidestream.synthetic.SyntheticSlide;
import io.slidestream.synthetic.TissueClass;
import io.slidestream.synthetic.TruthCell;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SyntheticSlideTest {
    @TempDir
    Path folder;

    @Test
    void largeSlide_isSmallAndHasItsPyramid() throws Exception {
        Path file = folder.resolve("large.svs");
        SyntheticSlide.builder().size(40_000, 30_000).mpp(0.25).write(file);

        assertThat(Files.size(file)).isLessThan(6_000_000);
        try (SlideReader reader = SlideReaders.open(file)) {
            assertThat(reader.properties().levels())
                    .containsExactly(
                            new Level(0, 40_000, 30_000, 1),
                            new Level(1, 10_000, 7500, 4),
                            new Level(2, 2500, 1875, 16));
            assertThat(reader.properties().mpp()).hasValue(0.25);
            assertThat(reader.properties().objectivePower()).hasValue(40);
            assertThat(reader.properties().vendor()).isEqualTo("aperio");
            assertThat(reader.associatedImage("thumbnail").widthPx()).isEqualTo(833);
        }
    }

    @Test
    void truth_namesEveryClassAndMatchesThePixels() throws Exception {
        Path file = folder.resolve("slide.svs");
        SyntheticSlide slide = SyntheticSlide.builder().size(5000, 4000).seed(3).write(file);

        try (SlideReader reader = SlideReaders.open(file)) {
            Map<TissueClass, int[]> first = new EnumMap<>(TissueClass.class);
            for (TruthCell cell : slide.truth()) {
                int[] colour = mean(reader.read(inner(cell.region()), 1));
                int[] same = first.computeIfAbsent(cell.tissue(), t -> colour);
                assertThat(distance(colour, same)).as("%s", cell).isLessThan(12);
            }
            assertThat(first.keySet()).containsExactly(TissueClass.values());
            for (TissueClass a : first.keySet()) {
                for (TissueClass b : first.keySet()) {
                    if (a != b) {
                        assertThat(distance(first.getOrDefault(a, new int[3]), first.getOrDefault(b, new int[3])))
                                .as("%s and %s", a, b)
                                .isGreaterThan(5);
                    }
                }
            }
        }
    }

    @Test
    void truthFile_holdsTheCells() throws Exception {
        Path file = folder.resolve("slide.svs");
        SyntheticSlide slide = SyntheticSlide.builder().size(2000, 1500).write(file);

        List<String> rows = slide.truth().stream()
                .map(c -> c.region().x() + "," + c.region().y() + ","
                        + c.region().width() + "," + c.region().height() + "," + c.tissue())
                .collect(Collectors.toList());
        List<String> lines = Files.readAllLines(folder.resolve("slide.svs.truth.csv"));
        assertThat(lines.get(0)).isEqualTo("minx,miny,width,height,class");
        assertThat(lines.subList(1, lines.size())).isEqualTo(rows).hasSizeGreaterThan(8);
    }

    @Test
    void levels_showTheSameSlide() throws Exception {
        Path file = folder.resolve("slide.svs");
        SyntheticSlide slide = SyntheticSlide.builder()
                .size(4096, 4096)
                .jpegTilePx(240)
                .cellTiles(2)
                .write(file);

        try (SlideReader reader = SlideReaders.open(file)) {
            for (TruthCell cell : slide.truth()) {
                int[] full = mean(reader.read(inner(cell.region()), 0));
                for (int level = 1; level < 3; level++) {
                    assertThat(distance(full, mean(reader.read(inner(cell.region()), level))))
                            .as("%s at level %d", cell, level)
                            .isLessThan(4);
                }
            }
        }
    }

    @Test
    void equalSettings_giveEqualBytes() throws Exception {
        SyntheticSlide.Builder builder =
                SyntheticSlide.builder().size(1500, 1000).seed(5);
        builder.write(folder.resolve("a.svs"));
        builder.write(folder.resolve("b.svs"));
        builder.seed(6).write(folder.resolve("c.svs"));

        assertThat(folder.resolve("b.svs")).hasSameBinaryContentAs(folder.resolve("a.svs"));
        assertThat(Files.mismatch(folder.resolve("a.svs"), folder.resolve("c.svs")))
                .isNotNegative();
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files).hasSize(6);
        }
    }

    @Test
    void bigTiff_showsTheSamePixels() throws Exception {
        SyntheticSlide.builder().size(3000, 2000).write(folder.resolve("classic.svs"));
        SyntheticSlide.builder().size(3000, 2000).bigTiffAbove(0).write(folder.resolve("big.svs"));

        assertThat(Files.readAllBytes(folder.resolve("big.svs"))).startsWith('I', 'I', 43, 0);
        try (SlideReader classic = SlideReaders.open(folder.resolve("classic.svs"));
                SlideReader big = SlideReaders.open(folder.resolve("big.svs"))) {
            assertThat(big.properties().levels()).isEqualTo(classic.properties().levels());
            assertThat(big.thumbnail(1500).rgb())
                    .isEqualTo(classic.thumbnail(1500).rgb());
        }
    }

    @Test
    void withoutMpp_hasNone() throws Exception {
        Path file = folder.resolve("slide.svs");
        SyntheticSlide.builder().size(600, 500).withoutMpp().write(file);

        try (SlideReader reader = SlideReaders.open(file)) {
            assertThat(reader.properties().mpp()).isEmpty();
        }
    }

    @Test
    void settings_areChecked() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> SyntheticSlide.builder().size(10, 500))
                .withMessage("widthPx must be in 64..1000000, was 10");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> SyntheticSlide.builder().jpegTilePx(250))
                .withMessageContaining("multiple of 16");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> SyntheticSlide.builder().mpp(Double.NaN));
    }

    /** The middle of a cell, clear of the interpolation at its rim. */
    private static Level0Region inner(Level0Region region) {
        int margin = Math.min(region.width(), region.height()) / 8;
        return new Level0Region(
                region.x() + margin, region.y() + margin, region.width() - 2 * margin, region.height() - 2 * margin);
    }

    private static int[] mean(RgbImage image) {
        long red = 0;
        long green = 0;
        long blue = 0;
        for (int pixel : image.rgb()) {
            red += pixel >> 16 & 255;
            green += pixel >> 8 & 255;
            blue += pixel & 255;
        }
        int number = image.rgb().length;
        return new int[] {(int) (red / number), (int) (green / number), (int) (blue / number)};
    }

    private static double distance(int[] a, int[] b) {
        return Math.sqrt(Math.pow(a[0] - b[0], 2) + Math.pow(a[1] - b[1], 2) + Math.pow(a[2] - b[2], 2));
    }
}

package io.slidestream.tiler.tissue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.slidestream.slides.SlideReader;
import io.slidestream.slides.open.SlideReaders;
import io.slidestream.synthetic.SyntheticSlide;
import io.slidestream.tiler.MarkedSlide;
import io.slidestream.tiler.PaintedSlide;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Strokes of every usual pen, and what they must not take with them. */
class InkTest {
    private static final double MPP = 0.5;

    @TempDir
    Path folder;

    @ParameterizedTest
    @CsvSource({
        "black, 000000",
        "black felt, 2a282c",
        "grey felt, 484648",
        "blue, 0000ff",
        "navy, 101878",
        "blue felt, 2846a0",
        "pale blue felt, 4068c8",
        "green, 00ff00",
        "dark green, 006428",
        "green felt, 28805a",
        "teal, 107878",
        "red, ff0000",
        "dark red, a01018",
        "red felt, c82832"
    })
    void pens_areNotTissue(String name, String colour) throws Exception {
        int ink = Integer.parseInt(colour, 16);
        SlideReader slide = painted(PaintedSlide.stainedRectangle(3000, 600, 5400, 3400));
        TissueMask clean = find(slide);

        assertThat(find(new MarkedSlide(slide, ink, 800, 1500)).tissueShare())
                .as("%s on glass", name)
                .isEqualTo(clean.tissueShare());
        check(clean, find(new MarkedSlide(slide, ink, 3600, 4300)), 3600, 4300, name);
    }

    @ParameterizedTest
    @CsvSource({"2a282c", "2846a0", "28805a", "c82832"})
    void pens_onASyntheticSection_takeNothingElseAway(String colour) throws Exception {
        Path file = folder.resolve("slide.svs");
        SyntheticSlide.builder().size(6000, 4500).write(file);
        try (SlideReader slide = SlideReaders.open(file)) {
            int ink = Integer.parseInt(colour, 16);
            check(find(slide), find(new MarkedSlide(slide, ink, 2500, 3100)), 2500, 3100, colour);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "CMU-1-Small-Region.svs, 2a282c", "CMU-1-Small-Region.svs, 2846a0", "CMU-1-Small-Region.svs, 28805a",
        "CMU-1-Small-Region.svs, c82832", "tcga-cr-7395-01a-01-ts1.svs, 2846a0", "tcga-cr-7395-01a-01-ts1.svs, c82832"
    })
    void pens_onRealSections_takeNothingElseAway(String name, String colour) throws Exception {
        String data = System.getenv("SLIDESTREAM_TEST_DATA");
        assumeTrue(data != null, "SLIDESTREAM_TEST_DATA does not name the folder of test data");
        Path path = Path.of(data, "slides", name);
        assumeTrue(Files.exists(path), () -> path + " does not exist");
        try (SlideReader slide = SlideReaders.open(path)) {
            int ink = Integer.parseInt(colour, 16);
            check(find(slide), find(new MarkedSlide(slide, ink, 1000, 1500)), 1000, 1500, colour);
        }
    }

    @Test
    void blackBorder_isNotTissue_withNoisyEdgesNeither() throws Exception {
        SlideReader slide = painted((x, y) -> {
            int noise = (int) ((x * 31 + y * 17) % 23);
            return x < 700 || y < 500
                    ? (noise + 6) << 16 | noise << 8 | noise + 14
                    : PaintedSlide.stainedRectangle(3000, 1200, 5400, 3400).at(x, y);
        });

        TissueMask mask = find(slide);

        assertThat(mask.isInk(10, 10)).isTrue();
        assertThat(mask.tissueShare()).isBetween(0.21, 0.23);
    }

    /** Only haematoxylin: blue, but pale. */
    @Test
    void paleBlueCounterstain_isTissue() throws Exception {
        SlideReader slide = painted((x, y) -> x > 1000 && x < 3000 && y > 800 && y < 2200 ? 0xb4bed7 : 0xf4f2f3);

        assertThat(find(slide).tissueShare()).isBetween(0.11, 0.13);
    }

    /** Pigment, a fold, dye at a margin: dark or blue, and small. */
    @Test
    void specksOfInkOnTissue_stayTissue() throws Exception {
        SlideReader slide = painted((x, y) -> x % 500 < 80 && y % 500 < 80 ? 0x203090 : PaintedSlide.STAIN);

        assertThat(find(slide).tissueShare()).isEqualTo(1);
    }

    /** Aniline blue with some red in between, as a trichrome has it: the hue of a pen, all over the tissue. */
    @Test
    void blueStain_isTissue_andIsKeptOrRemovedWhereThatIsAskedFor() throws Exception {
        SlideReader slide = painted((x, y) -> {
            boolean section = x > 1500 && x < 5000 && y > 800 && y < 3200;
            return !section ? PaintedSlide.GLASS : x / 300 % 5 == 0 ? 0xb04060 : 0x3858b0;
        });

        TissueMask mask = find(slide);

        assertThat(mask.tissueShare()).isBetween(0.33, 0.37);
        assertThat(mask.hasStainOfPens()).isTrue();
        assertThat(mask.inkShare()).isZero();
        TissueSettings settings = TissueSettings.DEFAULT;
        assertThat(TissueMask.find(slide, MPP, settings.withInk(InkHandling.REMOVE))
                        .tissueShare())
                .isLessThan(0.1);
        assertThat(TissueMask.find(slide, MPP, settings.withInk(InkHandling.KEEP))
                        .tissueShare())
                .isBetween(0.33, 0.37);
    }

    @Test
    void sectionStainedBlueAlone_isTissue_andItsBlackBorderIsNot() throws Exception {
        TissueMask mask = find(painted((x, y) -> x < 700
                ? PaintedSlide.MARKER
                : x > 1500 && x < 5000 && y > 800 && y < 3200 ? 0x3858b0 : PaintedSlide.GLASS));

        assertThat(mask.tissueShare()).isBetween(0.33, 0.37);
        assertThat(mask.isInk(10, 10)).isTrue();
        assertThat(mask.inkShare()).isBetween(0.1, 0.13);
    }

    /** Somebody has drawn a thick frame around a small biopsy: most of what is coloured is ink. */
    @Test
    void penAroundASmallBiopsy_isInk() throws Exception {
        SlideReader slide = painted((x, y) -> {
            boolean frame =
                    x > 1000 && x < 5000 && y > 500 && y < 3500 && !(x > 1400 && x < 4600 && y > 900 && y < 3100);
            return frame
                    ? 0x2846a0
                    : PaintedSlide.stainedRectangle(2500, 1500, 3300, 2300).at(x, y);
        });

        TissueMask mask = find(slide);

        assertThat(mask.hasStainOfPens()).isFalse();
        assertThat(mask.tissueShare()).isBetween(0.02, 0.035);
        assertThat(mask.inkShare()).isBetween(0.2, 0.24);
    }

    /** Nothing under the stroke is tissue; away from it the mask is what it was. */
    private static void check(TissueMask clean, TissueMask marked, long left, long right, String what) {
        int same = 0;
        int other = 0;
        int inked = 0;
        int under = 0;
        for (int y = 0; y < clean.heightPx(); y++) {
            for (int x = 0; x < clean.widthPx(); x++) {
                double centre = (x + 0.5) * clean.pixelPx();
                if (centre > left + clean.pixelPx() && centre < right - clean.pixelPx()) {
                    under++;
                    inked += marked.isTissue(x, y) ? 0 : 1;
                } else if (Math.abs(centre - (left + right) / 2.0) > (right - left) / 2.0 + 6 * clean.pixelPx()) {
                    same += clean.isTissue(x, y) == marked.isTissue(x, y) ? 1 : 0;
                    other++;
                }
            }
        }
        assertThat((double) inked / under).as("%s: under the stroke", what).isGreaterThan(0.995);
        assertThat((double) same / other).as("%s: elsewhere", what).isGreaterThan(0.97);
    }

    /** With a level of the mask's resolution, so that few pixels are painted. */
    private static SlideReader painted(PaintedSlide.Paint paint) {
        return new PaintedSlide(6000, 4000, OptionalDouble.of(MPP), List.of(1.0, 16.0), paint);
    }

    private static TissueMask find(SlideReader slide) throws Exception {
        return TissueMask.find(slide, MPP, TissueSettings.DEFAULT);
    }
}

package io.slidestream.tiler.tissue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.slidestream.contracts.Level0Region;
import io.slidestream.contracts.RejectionReason;
import io.slidestream.slides.RgbImage;
import io.slidestream.slides.SlideException;
import io.slidestream.slides.SlideProperties;
import io.slidestream.slides.SlideReader;
import io.slidestream.tiler.PaintedSlide;
import java.util.List;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

class TissueMaskTest {
    private static final double MPP = 0.5;

    @Test
    void stainedRectangle_isTissue_glassAroundItIsNot() throws Exception {
        TissueMask mask = find(PaintedSlide.of(4000, 3000, MPP, PaintedSlide.stainedRectangle(1000, 800, 2600, 2000)));

        assertThat(mask.pixelPx() * MPP).isEqualTo(8.0);
        assertThat(mask.tissueShare(new Level0Region(1100, 900, 1400, 1000))).isEqualTo(1);
        assertThat(mask.tissueShare(new Level0Region(0, 0, 4000, 700))).isZero();
        assertThat(mask.tissueShare(new Level0Region(800, 1000, 400, 600))).isCloseTo(0.5, within(0.05));
        assertThat(mask.tissueShare()).isCloseTo(0.16, within(0.01));
    }

    @Test
    void placeThatNoLevelHas_countsAsTissue_andTheRestIsFoundAsEver() throws Exception {
        PaintedSlide painted = PaintedSlide.of(4000, 3000, MPP, PaintedSlide.stainedRectangle(1000, 800, 2600, 2000));

        TissueMask mask = find(new BrokenPlace(painted, new Level0Region(3328, 256, 256, 256)));

        assertThat(mask.lost()).isEqualTo(1);
        assertThat(mask.tissueShare(new Level0Region(3328, 256, 256, 256))).isEqualTo(1);
        assertThat(mask.tissueShare(new Level0Region(1100, 900, 1400, 1000))).isEqualTo(1);
        assertThat(mask.tissueShare(new Level0Region(0, 0, 3300, 700))).isZero();
    }

    @Test
    void glassAlone_hasNoTissue() throws Exception {
        TissueMask mask = find(PaintedSlide.of(2000, 2000, MPP, (x, y) -> 0xF0F0F0 + (int) ((x * 7 + y * 3) % 8)));

        assertThat(mask.threshold()).isEqualTo(8);
        assertThat(mask.tissueShare()).isZero();
    }

    @Test
    void black_isNotTissue_thoughItsSaturationIsHigh() throws Exception {
        TissueMask mask = find(PaintedSlide.of(
                2000, 2000, MPP, (x, y) -> x < 1000 ? PaintedSlide.MARKER : x < 1500 ? PaintedSlide.STAIN : 0xFFFFFF));

        assertThat(mask.tissueShare(new Level0Region(0, 0, 900, 2000))).isZero();
        assertThat(mask.tissueShare(new Level0Region(1100, 0, 350, 2000))).isEqualTo(1);
    }

    @Test
    void dust_isDropped_biopsyIsKept() throws Exception {
        // 180 and 260 um a side; an object counts from 200 um a side.
        TissueMask mask = find(PaintedSlide.of(
                4000,
                2000,
                MPP,
                (x, y) -> PaintedSlide.stainedRectangle(400, 400, 760, 760).at(x, y) == PaintedSlide.STAIN
                        ? PaintedSlide.STAIN
                        : PaintedSlide.stainedRectangle(2000, 400, 2520, 920).at(x, y)));

        assertThat(mask.tissueShare(new Level0Region(0, 0, 1500, 2000))).isZero();
        assertThat(mask.tissueShare(new Level0Region(2100, 500, 300, 300))).isEqualTo(1);
    }

    @Test
    void smallHole_isFilled_largeOneStays() throws Exception {
        // 140 and 300 um a side; holes are filled below 190 um a side.
        TissueMask mask = find(PaintedSlide.of(4000, 2000, MPP, (x, y) -> {
            boolean small = x >= 800 && x < 1080 && y >= 800 && y < 1080;
            boolean large = x >= 2400 && x < 3000 && y >= 800 && y < 1400;
            boolean edge = x < 200 || y < 200 || x >= 3800 || y >= 1800;
            return small || large || edge ? PaintedSlide.GLASS : PaintedSlide.STAIN;
        }));

        assertThat(mask.tissueShare(new Level0Region(800, 800, 280, 280))).isEqualTo(1);
        assertThat(mask.tissueShare(new Level0Region(2500, 900, 400, 400))).isZero();
        assertThat(mask.tissueShare(new Level0Region(0, 0, 4000, 150))).isZero();
    }

    @Test
    void coarsestFineEnoughLevel_isRead() throws Exception {
        // 0.25 mpp: levels of 0.25, 1, 4.005 and 16.02 um; the last is within tolerance of 16.
        PaintedSlide slide = new PaintedSlide(
                32_000,
                16_000,
                OptionalDouble.of(0.25),
                List.of(1.0, 4.0, 16.02, 64.08),
                PaintedSlide.stainedRectangle(0, 0, 16_000, 16_000));

        TissueMask mask = TissueMask.find(slide, 0.25, TissueSettings.DEFAULT);

        assertThat(slide.levelsRead).containsOnly(3);
        assertThat(mask.pixelPx()).isEqualTo(64.08);
        assertThat(mask.tissueShare()).isCloseTo(0.5, within(0.02));
    }

    @Test
    void oneLevelSlide_isReadInBoundedPieces() throws Exception {
        PaintedSlide slide = PaintedSlide.of(9000, 7000, MPP, PaintedSlide.stainedRectangle(2000, 0, 9000, 7000));

        TissueMask mask = find(slide);

        assertThat(slide.largestReadPx()).isLessThanOrEqualTo(2048 * 2048);
        assertThat(slide.levelsRead).hasSizeGreaterThan(10);
        assertThat(mask.tissueShare(new Level0Region(2050, 0, 6950, 7000))).isEqualTo(1);
        assertThat(mask.tissueShare(new Level0Region(0, 0, 1950, 7000))).isZero();
    }

    @Test
    void regionSmallerThanAMaskPixel_isAnswered() throws Exception {
        TissueMask mask = find(PaintedSlide.of(1999, 1999, MPP, (x, y) -> PaintedSlide.STAIN));

        assertThat(mask.tissueShare(new Level0Region(1998, 1998, 1, 1))).isEqualTo(1);
    }

    private static TissueMask find(SlideReader slide) throws Exception {
        return TissueMask.find(slide, MPP, TissueSettings.DEFAULT);
    }

    /** A slide of which one tile cannot be decoded. */
    private record BrokenPlace(SlideReader slide, Level0Region broken) implements SlideReader {
        @Override
        public SlideProperties properties() {
            return slide.properties();
        }

        @Override
        public RgbImage read(Level0Region region, int level) throws SlideException {
            if (region.x() < broken.x() + broken.width()
                    && broken.x() < region.x() + region.width()
                    && region.y() < broken.y() + broken.height()
                    && broken.y() < region.y() + region.height()) {
                throw new SlideException(RejectionReason.UNREADABLE, region + " cannot be decoded");
            }
            return slide.read(region, level);
        }

        @Override
        public RgbImage thumbnail(int maxSidePx) {
            throw new UnsupportedOperationException("the mask needs no thumbnail");
        }

        @Override
        public RgbImage associatedImage(String name) {
            throw new UnsupportedOperationException("the mask needs no associated image");
        }

        @Override
        public String readerName() {
            return "broken";
        }

        @Override
        public void close() {}
    }
}

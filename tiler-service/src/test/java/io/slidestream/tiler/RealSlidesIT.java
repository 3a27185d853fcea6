package io.slidestream.tiler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.slidestream.contracts.Level0Region;
import io.slidestream.slides.SlideReader;
import io.slidestream.slides.open.SlideReaders;
import io.slidestream.tiler.tissue.TissueMask;
import io.slidestream.tiler.tissue.TissueSettings;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** Masks of real slides, whose pictures were looked at; the ranges leave room for another decoder, not for another mask. */
class RealSlidesIT {
    @Test
    void skinSection_isTissueWithGlassAroundIt() throws Exception {
        TissueMask mask = mask("CMU-1-Small-Region.svs", 0.499);

        assertThat(mask.threshold()).isEqualTo(20);
        assertThat(mask.tissueShare()).isBetween(0.36, 0.41);
        assertThat(mask.tissueShare(new Level0Region(1000, 1900, 400, 400))).isEqualTo(1);
        assertThat(mask.tissueShare(new Level0Region(0, 1400, 400, 1500))).isZero();
        assertThat(mask.tissueShare(new Level0Region(1800, 1500, 400, 300))).isZero();
    }

    @Test
    void headAndNeckSection_isMostlyTissue() throws Exception {
        TissueMask mask = mask("tcga-cr-7395-01a-01-ts1.svs", 0.5);

        assertThat(mask.tissueShare()).isBetween(0.61, 0.67);
        assertThat(mask.tissueShare(new Level0Region(1150, 1700, 850, 850))).isEqualTo(1);
        assertThat(mask.tissueShare(new Level0Region(0, 0, 2200, 500))).isZero();
    }

    private static TissueMask mask(String slide, double mpp) throws Exception {
        String data = System.getenv("SLIDESTREAM_TEST_DATA");
        assumeTrue(data != null, "SLIDESTREAM_TEST_DATA does not name the folder of test data");
        Path path = Path.of(data, "slides", slide);
        assumeTrue(Files.exists(path), () -> path + " does not exist");
        try (SlideReader reader = SlideReaders.open(path)) {
            return TissueMask.find(reader, mpp, TissueSettings.DEFAULT);
        }
    }
}

package io.slidestream.mapfiles.formats.png;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.slidestream.contracts.Cell;
import io.slidestream.contracts.RejectionReason;
import io.slidestream.contracts.SlideTiled;
import io.slidestream.contracts.SlideVersion;
import io.slidestream.contracts.TileGrid;
import io.slidestream.contracts.TileScore;
import io.slidestream.mapfiles.pictures.SlideThumbnails;
import io.slidestream.mapfiles.results.FolderResultsStore;
import io.slidestream.mapfiles.results.MapResults;
import io.slidestream.slides.open.ReaderChoice;
import io.slidestream.slides.store.FolderSlideStore;
import io.slidestream.slides.store.LocalSlideFetcher;
import io.slidestream.testkit.MapSamples;
import java.awt.image.BufferedImage;
import java.nio.file.Path;
import java.time.Clock;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OverlayTest {
    @TempDir
    @SuppressWarnings("NullAway.Init") // by JUnit
    Path root;

    @Test
    void realSlide_showsThroughItsMap() throws Exception {
        String data = System.getenv("SLIDESTREAM_TEST_DATA");
        assumeTrue(data != null, "SLIDESTREAM_TEST_DATA is not set: no real slide to draw on");
        SlideVersion slide =
                FolderSlideStore.version(Path.of(String.valueOf(data), "slides", "CMU-1-Small-Region.svs"));
        SlideTiled manifest =
                MapSamples.manifest(slide, new TileGrid(2220, 2967, 0.499, 224, 224), MapSamples.KATHER, 1);
        new MapResults(
                        new FolderResultsStore(root),
                        new SlideThumbnails(new LocalSlideFetcher(), ReaderChoice.AUTO),
                        Clock.systemUTC())
                .write(
                        manifest,
                        MapSamples.blocks(
                                        manifest,
                                        cell -> cell.equals(new Cell(3, 3))
                                                ? new TileScore.Rejected(RejectionReason.UNREADABLE, "damaged")
                                                : MapSamples.scored(manifest, cell))
                                .iterator());
        BufferedImage overlay =
                ImageIO.read(root.resolve(slide.name()).resolve("overlay.png").toFile());
        // The slide lies at (40, 110), 1197 x 1600 px: the unread tile is striped magenta and white.
        int middle = (int) ((3 * 224 + 112) * 1600.0 / 2967);
        assertThat(overlay.getRGB(40 + middle, 110 + middle, 12, 1, null, 0, 12))
                .containsOnly(0xFFFF00FF, 0xFFFFFFFF)
                .contains(0xFFFF00FF, 0xFFFFFFFF);
        assertThat(distinctColours(overlay))
                .as("the tissue's texture is visible")
                .isGreaterThan(5_000);
    }

    private static long distinctColours(BufferedImage image) {
        return java.util.Arrays.stream(image.getRGB(60, 130, 1100, 1500, null, 0, 1100))
                .distinct()
                .count();
    }
}

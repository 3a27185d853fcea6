package io.slidestream.slides;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.slidestream.contracts.Level0Region;
import io.slidestream.contracts.RejectionReason;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

class ForgivingReaderTest {
    private static final int WHITE = 0xffffff;

    private final BrokenSlide slide = new BrokenSlide(2048, 1024);
    private final ForgivingReader reader = new ForgivingReader(slide);
    private final Level0Region whole = new Level0Region(0, 0, 2048, 1024);

    @Test
    void soundSlide_isReadAsItIs() throws Exception {
        assertThat(reader.read(whole, 1).rgb()).isEqualTo(slide.read(whole, 1).rgb());
        assertThat(reader.replaced()).isZero();
    }

    @Test
    void brokenTileOfLowLevel_isReadFromTheNextFinerOne() throws Exception {
        int[] sound = slide.read(whole, 1).rgb();
        slide.breakTile(1, 256, 0);

        RgbImage mended = reader.read(whole, 1);

        assertThat(mended.widthPx()).isEqualTo(512);
        assertThat(mended.heightPx()).isEqualTo(256);
        for (int i = 0; i < sound.length; i++) {
            // the finer level is a gradient; a mean of it differs from the coarse level's pixel by its rounding
            assertThat(Math.abs((mended.rgb()[i] & 255) - (sound[i] & 255))).isLessThanOrEqualTo(1);
        }
        assertThat(reader.replaced()).isEqualTo(1);
        assertThat(reader.lost()).isEmpty();
    }

    @Test
    void regionThatBeginsWithinATile_isMendedToo() throws Exception {
        slide.breakTile(1, 0, 0);
        Level0Region region = new Level0Region(400, 100, 1200, 600);

        RgbImage mended = reader.read(region, 1);

        assertThat(mended.rgb()).hasSize(300 * 150).doesNotContain(WHITE);
        assertThat(reader.replaced()).isEqualTo(1);
    }

    @Test
    void tileBrokenAtEveryLevel_isWhiteAndNamed() throws Exception {
        slide.breakTile(0, 256, 512);
        slide.breakTile(1, 0, 0);

        RgbImage mended = reader.read(whole, 1);

        assertThat(Arrays.stream(mended.rgb()).filter(pixel -> pixel == WHITE).count())
                .isEqualTo(64 * 64);
        assertThat(mended.rgb()[128 * 512 + 64]).isEqualTo(WHITE);
        assertThat(reader.lost()).containsExactly(new Level0Region(256, 512, 256, 256));
    }

    @Test
    void excerptAndThumbnail_areMendedAlike() throws Exception {
        slide.breakTile(1, 256, 0);

        try (Excerpt excerpt = reader.excerpt(whole, 1, 8)) {
            assertThat(excerpt.widthPx()).isEqualTo(512);
            assertThat(excerpt.reduction()).isEqualTo(1);
        }
        RgbImage thumbnail = reader.thumbnail(512);

        assertThat(thumbnail.rgb()).hasSize(512 * 256).doesNotContain(WHITE);
    }

    @Test
    void slideBrokenAllOver_isGivenUp() {
        for (int y = 0; y < 1024; y += 256) {
            for (int x = 0; x < 2048; x += 256) {
                slide.breakTile(0, x, y);
            }
        }

        assertThatThrownBy(() -> reader.read(whole, 0))
                .isInstanceOf(SlideException.class)
                .hasMessageContaining("too many places")
                .hasMessageContaining("copy it again");
    }

    @Test
    void slideThatChanged_isNotMended() {
        slide.reason = RejectionReason.CHANGED;
        slide.breakTile(1, 0, 0);

        assertThatThrownBy(() -> reader.read(whole, 1))
                .isInstanceOfSatisfying(
                        SlideException.class, e -> assertThat(e.reason()).isEqualTo(RejectionReason.CHANGED));
    }

    /** A gradient in two levels, with tiles of 256 px of which some cannot be decoded. */
    private static final class BrokenSlide implements SlideReader {
        private final SlideProperties properties;
        private final List<List<int[]>> broken = List.of(new ArrayList<>(), new ArrayList<>());
        private RejectionReason reason = RejectionReason.UNREADABLE;

        BrokenSlide(long width, long height) {
            properties = new SlideProperties(
                    List.of(new Level(0, width, height, 1), new Level(1, width / 4, height / 4, 4)),
                    OptionalDouble.empty(),
                    OptionalDouble.empty(),
                    "broken",
                    Map.of(),
                    List.of());
        }

        /** A tile by its corner in the level's pixels. */
        void breakTile(int level, int x, int y) {
            broken.get(level).add(new int[] {x, y});
        }

        @Override
        public SlideProperties properties() {
            return properties;
        }

        @Override
        public RgbImage read(Level0Region region, int level) throws SlideException {
            LevelExtent extent = LevelExtent.of(properties, region, level);
            return rows(extent, level);
        }

        private RgbImage rows(LevelExtent extent, int level) throws SlideException {
            for (int[] tile : broken.get(level)) {
                if (tile[0] < extent.x() + extent.widthPx()
                        && tile[0] + 256 > extent.x()
                        && tile[1] < extent.y() + extent.heightPx()
                        && tile[1] + 256 > extent.y()) {
                    throw new SlideException(reason, "a tile cannot be decoded");
                }
            }
            int[] rgb = new int[extent.widthPx() * extent.heightPx()];
            for (int y = 0; y < extent.heightPx(); y++) {
                for (int x = 0; x < extent.widthPx(); x++) {
                    long level0X = (long) ((extent.x() + x + 0.5) * extent.downsample());
                    rgb[y * extent.widthPx() + x] = (int) (level0X / 16);
                }
            }
            return new RgbImage(extent.widthPx(), extent.heightPx(), rgb);
        }

        @Override
        public RgbImage thumbnail(int maxSidePx) throws SlideException {
            return new Thumbnail(properties, maxSidePx)
                    .draw((level, level0Y, rows) -> rows(
                            new LevelExtent(0, level0Y, level.downsample(), (int) level.widthPx(), rows),
                            level.index()));
        }

        @Override
        public RgbImage associatedImage(String name) {
            throw new UnsupportedOperationException("it has none");
        }

        @Override
        public String readerName() {
            return "broken";
        }

        @Override
        public void close() {}
    }
}

package io.slidestream.slides;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.slidestream.contracts.Level0Region;
import io.slidestream.contracts.RejectionReason;
import io.slidestream.slides.codec.TileCache;
import io.slidestream.slides.open.ReaderChoice;
import io.slidestream.slides.open.SlideReaders;
import io.slidestream.synthetic.SyntheticSlide;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the direct reader does where a slide is not plain, or not what it was. */
class DirectReaderFallbackTest {
    private static final Level0Region CORNER = new Level0Region(0, 0, 200, 200);
    private static final Level0Region ELSEWHERE = new Level0Region(300, 300, 200, 200);

    @TempDir
    Path folder;

    private Path slide = Path.of("none");

    @BeforeEach
    void writeSlide() throws IOException {
        slide = folder.resolve("slide.svs");
        SyntheticSlide.builder().size(700, 520).corruptTile(2, 1).write(slide);
    }

    @Test
    void corruptTile_failsAsInOpenSlide_andSparesItsNeighbours() throws Exception {
        Level0Region corrupt = new Level0Region(500, 250, 100, 100);
        try (SlideReader direct = open(slide, ReaderChoice.AUTO);
                SlideReader reference = open(slide, ReaderChoice.OPENSLIDE)) {
            String expected = reasonAndMessage(reference, corrupt);

            assertThat(reasonAndMessage(direct, corrupt)).isEqualTo(expected).startsWith("UNREADABLE");
            assertThat(reasonAndMessage(direct, corrupt)).isEqualTo(expected);
            assertThatThrownBy(() -> direct.excerpt(corrupt, 0, 2)).isInstanceOf(SlideException.class);
            assertThat(direct.read(CORNER, 0).rgb())
                    .isEqualTo(reference.read(CORNER, 0).rgb());
        }
    }

    @Test
    void missingTiles_haveOpenSlidesPixelsAtEveryLevel() throws Exception {
        Path sparse = folder.resolve("sparse.svs");
        byte[] tiff =
                new TiffPatch(Files.readAllBytes(slide)).setElement(325, 1, 0).bytes();
        Files.write(sparse, tiff);
        try (SlideReader direct = open(sparse, ReaderChoice.AUTO);
                SlideReader reference = open(sparse, ReaderChoice.OPENSLIDE)) {
            Level0Region half = new Level0Region(120, 30, 300, 200);

            assertThat(direct.read(half, 0).rgb())
                    .contains(0xffffff)
                    .isEqualTo(reference.read(half, 0).rgb());
            assertThat(picture(direct.excerpt(half, 0, 1)))
                    .isEqualTo(reference.read(half, 0).rgb());
        }
    }

    @Test
    void missingTilesOfAGenericTiff_areBlankAtEveryLevel() throws Exception {
        Path sparse = folder.resolve("sparse.tiff");
        SyntheticSlide.builder().size(2100, 1560).write(sparse);
        byte[] generic = new String(Files.readAllBytes(sparse), ISO_8859_1)
                .replace("Aperio Image", "Nobody Image")
                .getBytes(ISO_8859_1);
        Files.write(
                sparse,
                new TiffPatch(generic)
                        .setElement(324, 1, 0)
                        .setElement(325, 1, 0)
                        .bytes());
        try (SlideReader direct = open(sparse, ReaderChoice.AUTO)) {
            assertThat(direct.properties().vendor()).isEqualTo("generic-tiff");
            assertThat(direct.read(new Level0Region(260, 10, 100, 100), 0).rgb())
                    .containsOnly(0xffffff);
            assertThat(direct.read(CORNER, 0).rgb()).doesNotContain(0xffffff);
            assertThat(picture(direct.excerpt(new Level0Region(260, 10, 100, 100), 0, 1)))
                    .containsOnly(0xffffff);
        }
    }

    @Test
    void pathological_requestsAreRefusedLikeOpenSlides() throws Exception {
        try (SlideReader direct = open(slide, ReaderChoice.AUTO)) {
            assertThatThrownBy(() -> direct.read(new Level0Region(600, 0, 200, 10), 0))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("leaves the slide");
            assertThatThrownBy(() -> direct.excerpt(CORNER, 9, 2)).isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void truncatedWhileOpen_isChanged() throws Exception {
        try (SlideReader direct = open(slide, ReaderChoice.AUTO)) {
            assertThat(direct.read(ELSEWHERE, 0).rgb()).isNotEmpty();
            try (FileChannel file = FileChannel.open(slide, StandardOpenOption.WRITE)) {
                file.truncate(20);
            }

            SlideException e = catchThrowableOfType(SlideException.class, () -> direct.read(CORNER, 0));

            assertThat(e.reason()).isEqualTo(RejectionReason.CHANGED);
        }
    }

    @Test
    void replacedWhileOpen_givesThePixelsThatWereOpened() throws Exception {
        try (SlideReader direct = open(slide, ReaderChoice.AUTO)) {
            Path other = folder.resolve("other.svs");
            SyntheticSlide.builder().size(900, 700).seed(3).write(other);
            int[] before = direct.read(CORNER, 0).rgb();
            Files.move(other, slide, java.nio.file.StandardCopyOption.REPLACE_EXISTING);

            assertThat(direct.read(CORNER, 0).rgb()).isEqualTo(before);
        }
    }

    @Test
    void interruptedThread_readsOn_andSoDoOthers() throws Exception {
        try (SlideReader direct = open(slide, ReaderChoice.AUTO);
                SlideReader reference = open(slide, ReaderChoice.OPENSLIDE)) {
            Thread.currentThread().interrupt();
            int[] interrupted = direct.read(CORNER, 0).rgb();
            boolean flag = Thread.interrupted();

            assertThat(flag).isTrue();
            assertThat(interrupted).isEqualTo(reference.read(CORNER, 0).rgb());
            assertThat(direct.read(ELSEWHERE, 0).rgb())
                    .isEqualTo(reference.read(ELSEWHERE, 0).rgb());
        }
    }

    @Test
    void tilesOfAnUnknownKind_areLeftToOpenSlide() throws Exception {
        Path planes = folder.resolve("planes.svs");
        Files.write(
                planes, new TiffPatch(Files.readAllBytes(slide)).setLong(284, 2).bytes());
        try (SlideReader reader = open(planes, ReaderChoice.AUTO)) {
            assertThat(reader.readerName()).startsWith("openslide ").contains("only OpenSlide reads");
            assertThat(reader.decoder()).isEqualTo("openslide");
        }
    }

    @Test
    void readerName_saysCodecAndLibrary() throws Exception {
        try (SlideReader reader = open(RealSlides.path("tcga-cr-7395-01a-01-ts1.svs"), ReaderChoice.AUTO)) {
            assertThat(reader.readerName()).startsWith("direct JPEG 2000 (openjp2), openslide ");
            assertThat(reader.decoder()).isEqualTo("openjp2");
        }
    }

    @Test
    void closedReader_refuses() throws Exception {
        SlideReader direct = open(slide, ReaderChoice.AUTO);
        direct.close();
        direct.close();

        assertThatThrownBy(() -> direct.read(CORNER, 0)).isInstanceOf(IllegalStateException.class);
    }

    private static int[] picture(Excerpt excerpt) {
        int[] rgb = new int[excerpt.widthPx() * excerpt.heightPx()];
        try (excerpt) {
            excerpt.copyTo((x, y, pixels, from, count) -> pixels.get(from, rgb, y * excerpt.widthPx() + x, count));
        }
        return Arrays.stream(rgb).map(pixel -> pixel & 0xffffff).toArray();
    }

    private static String reasonAndMessage(SlideReader reader, Level0Region region) {
        SlideException e = catchThrowableOfType(SlideException.class, () -> reader.read(region, 0));
        return e.reason() + " " + e.getMessage();
    }

    private static SlideReader open(Path slide, ReaderChoice choice) throws SlideException {
        SlideReader reader = SlideReaders.open(slide, choice, new TileCache(1 << 20));
        return reader;
    }
}

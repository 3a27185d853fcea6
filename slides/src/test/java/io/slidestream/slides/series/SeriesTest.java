package io.slidestream.slides.series;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.within;

import io.slidestream.contracts.Level0Region;
import io.slidestream.contracts.RejectionReason;
import io.slidestream.slides.DicomUids;
import io.slidestream.slides.Excerpt;
import io.slidestream.slides.RealSlides;
import io.slidestream.slides.RgbImage;
import io.slidestream.slides.SlideException;
import io.slidestream.slides.SlideReader;
import io.slidestream.slides.open.SlideReaders;
import io.slidestream.slides.store.FolderSlideStore;
import io.slidestream.synthetic.DicomForm;
import io.slidestream.synthetic.JpegColour;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Series that a writer of our own made, whose pixels are known, and real ones. */
class SeriesTest {
    private static final Level0Region ALL = new Level0Region(0, 0, DicomSlides.WIDTH, DicomSlides.HEIGHT);
    private static final Level0Region INSIDE = new Level0Region(50, 40, 200, 150);
    private static final int WHITE = 0xffffff;

    @TempDir
    Path folder;

    @ParameterizedTest
    @EnumSource
    void uncompressedFrames_areThePixels_inEverySyntax(DicomForm.Syntax syntax) throws Exception {
        assertThat(pixels(DicomSlides.write(folder, DicomForm.DEFAULT.with(syntax))))
                .isEqualTo(expected());
    }

    @Test
    void planarFrames_areThePixels() throws Exception {
        assertThat(pixels(DicomSlides.write(folder, DicomForm.DEFAULT.with(DicomForm.Coding.RAW_PLANAR))))
                .isEqualTo(expected());
    }

    @ParameterizedTest
    @EnumSource
    void jpegFrames_areFound_byEveryTableOrNone(DicomForm.Offsets offsets) throws Exception {
        int[] found = pixels(DicomSlides.write(folder, DicomForm.DEFAULT.with(offsets)));

        assertThat(meanDifference(found, expected())).isLessThan(3);
    }

    @Test
    void concatenation_hasThePixelsOfOneInstance() throws Exception {
        Path parts = Files.createDirectory(folder.resolve("parts"));
        Path sparse = Files.createDirectory(folder.resolve("sparse"));
        int[] whole = pixels(DicomSlides.write(folder, DicomForm.DEFAULT));

        assertThat(pixels(DicomSlides.write(parts, DicomForm.DEFAULT.inParts(4))))
                .isEqualTo(whole);
        assertThat(pixels(DicomSlides.write(sparse, DicomForm.DEFAULT.inParts(3).with(DicomForm.Tiling.SPARSE))))
                .startsWith(Arrays.copyOf(whole, DicomSlides.WIDTH * 192));
    }

    @Test
    void studySeriesAndInstances_areSaid_ofEveryPartOfTheFullResolution() throws Exception {
        Path parts = Files.createDirectory(folder.resolve("parts"));
        DicomUids whole = uids(DicomSlides.write(folder, DicomForm.DEFAULT));
        DicomUids inParts = uids(DicomSlides.write(parts, DicomForm.DEFAULT.inParts(4)));

        assertThat(whole.instances()).hasSize(1).doesNotContain(whole.study(), whole.series());
        assertThat(whole.study()).startsWith("2.25.").isNotEqualTo(whole.series());
        assertThat(inParts.instances()).hasSize(4).doesNotHaveDuplicates();
        assertThat(inParts.series()).isEqualTo(whole.series());
    }

    @Test
    void numberedInstances_haveTheNameOfTheirFolder_whoeverAsks() throws Exception {
        Path named = DicomSlides.write(Files.createDirectory(folder.resolve("written")), DicomForm.DEFAULT.inParts(4));
        Path series = Files.createDirectory(folder.resolve("Fall 7 ä"));
        Path last = named;
        try (DirectoryStream<Path> instances = Files.newDirectoryStream(named.resolveSibling(""), "*.dcm")) {
            int number = 0;
            for (Path instance : instances) {
                last = Files.move(instance, series.resolve("wsi-00000" + number++ + ".dcm"));
            }
        }

        assertThat(FolderSlideStore.version(last).name()).isEqualTo("Fall 7 ä");
        assertThat(new FolderSlideStore(series).list()).containsExactly(FolderSlideStore.version(last));
        assertThat(new FolderSlideStore(folder).list()).containsExactly(FolderSlideStore.version(last));
    }

    private static DicomUids uids(Path slide) throws SlideException {
        try (SlideReader reader = SlideReaders.open(slide)) {
            return reader.properties().dicomUids().orElseThrow();
        }
    }

    @Test
    void missingFramesOfASparseSlide_areWhite() throws Exception {
        Path sparse = DicomSlides.write(folder, DicomForm.DEFAULT.with(DicomForm.Tiling.SPARSE));
        try (SlideReader reader = SlideReaders.open(sparse)) {
            int bare = 256 * DicomSlides.WIDTH + 100;

            assertThat(reader.read(ALL, 0).rgb()[bare]).isEqualTo(WHITE);
            assertThat(meanDifference(
                            reader.read(new Level0Region(0, 0, DicomSlides.WIDTH, 192), 0)
                                    .rgb(),
                            expected()))
                    .isLessThan(3);
            assertThat(reader.properties().raw()).containsEntry("dicom.tiling", "sparse");
        }
    }

    @ParameterizedTest
    @EnumSource
    void coloursAreThoseOfTheBytes_whateverIsSaid(JpegColour colour) throws Exception {
        for (String said : new String[] {"", "RGB", "YBR_FULL_422"}) {
            Path slide = DicomSlides.write(folder.resolve("S1.dcm"), DicomForm.DEFAULT.saying(said), colour);

            assertThat(meanDifference(pixels(slide), expected()))
                    .as("%s called %s", colour, said)
                    .isLessThan(6);
        }
    }

    @Test
    void propertiesAreThoseOfTheSeries() throws Exception {
        try (SlideReader reader = SlideReaders.open(DicomSlides.write(folder, DicomForm.DEFAULT))) {
            assertThat(reader.properties().vendor()).isEqualTo("dicom");
            assertThat(reader.properties().levels()).hasSize(3);
            assertThat(reader.properties().requireMpp(null)).isEqualTo(0.5);
            assertThat(reader.properties().mppSource()).contains("the DICOM attribute PixelSpacing");
            assertThat(reader.properties().associatedImages()).containsExactly("label", "macro", "thumbnail");
            assertThat(reader.properties().doubtsAbout(0.5)).isEmpty();
            assertThat(reader.associatedImage("label").widthPx()).isEqualTo(96);
            assertThat(reader.thumbnail(50).widthPx()).isEqualTo(50);
            assertThat(reader.readerName()).startsWith("direct JPEG (").endsWith(", DICOM");
        }
    }

    @Test
    void spacingThatIsNotSquare_yieldsToAnImagedVolumeThatIs() throws Exception {
        Path slide = DicomSlides.write(folder, DicomForm.DEFAULT);
        String spacing = "0.0005000000000\\0.0005000000000";
        patch(slide, spacing, "0.0003571428571\\0.0007000000000");
        try (SlideReader reader = SlideReaders.open(slide)) {
            assertThat(reader.properties().requireMpp(null)).isCloseTo(0.5, within(1e-6));
            assertThat(reader.properties().mppSource()).contains("the DICOM attribute ImagedVolumeWidth");
        }
    }

    @Test
    void anotherSeriesOfTheFolder_isAnotherSlide() throws Exception {
        Path slide = DicomSlides.write(folder, DicomForm.DEFAULT);
        Path other = DicomSlides.write(folder.resolve("S2.dcm"), DicomForm.DEFAULT, JpegColour.RGB);
        try (SlideReader reader = SlideReaders.open(slide);
                SlideReader second = SlideReaders.open(other)) {
            assertThat(reader.properties().raw()).containsEntry("dicom.instances", "6");
            assertThat(second.properties().raw()).containsEntry("dicom.instances", "6");
        }
    }

    @Test
    void missingPart_isIncomplete() throws Exception {
        Path slide = DicomSlides.write(folder, DicomForm.DEFAULT.inParts(3));
        Files.delete(folder.resolve("S1.part1.dcm"));

        assertRejected(slide, RejectionReason.INCOMPLETE, "one of 3 parts, of which 2 are there");
    }

    @Test
    void missingPartOfASparseConcatenation_isIncomplete() throws Exception {
        Path slide = DicomSlides.write(folder, DicomForm.DEFAULT.inParts(3).with(DicomForm.Tiling.SPARSE));
        Files.delete(slide);

        assertRejected(folder.resolve("S1.part1.dcm"), RejectionReason.INCOMPLETE, "one of 3 parts");
    }

    @Test
    void folderOfOneSeries_isASlide_andOfTwoNone() throws Exception {
        DicomSlides.write(folder, DicomForm.DEFAULT);
        try (SlideReader reader = SlideReaders.open(folder)) {
            assertThat(reader.properties().widthPx()).isEqualTo(DicomSlides.WIDTH);
        }
        DicomSlides.write(folder.resolve("S2.dcm"), DicomForm.DEFAULT, JpegColour.RGB);

        assertRejected(folder, RejectionReason.NOT_A_SLIDE, "is a folder with 2 DICOM series; name a file of one");
    }

    @Test
    void labelAlone_isIncomplete() throws Exception {
        Path slide = DicomSlides.write(folder, DicomForm.DEFAULT);
        Path alone = Files.createDirectory(folder.resolve("alone")).resolve("S1.label.dcm");
        Files.copy(slide.resolveSibling("S1.label.dcm"), alone);

        assertRejected(alone, RejectionReason.INCOMPLETE, "whose picture is not there");
    }

    @ParameterizedTest
    @EnumSource
    void everyTruncation_isIncomplete(DicomForm.Offsets offsets) throws Exception {
        Path slide = DicomSlides.write(folder, DicomForm.DEFAULT.with(offsets));
        byte[] whole = Files.readAllBytes(slide);
        for (int length : new int[] {140, 400, 900, whole.length / 2, whole.length - 200}) {
            Files.write(slide, Arrays.copyOf(whole, length));

            assertRejected(slide, RejectionReason.INCOMPLETE, "it may still be arriving");
        }
    }

    @Test
    void codingThatIsNotRead_isNamedWithAWayOut() throws Exception {
        Path slide = DicomSlides.write(folder, DicomForm.DEFAULT);
        patch(slide, "1.2.840.10008.1.2.4.50", "1.2.840.10008.1.2.4.80");

        assertRejected(slide, RejectionReason.NOT_A_SLIDE, "is coded as JPEG-LS, which is not read here; convert it");
    }

    @Test
    void secondFocalPlane_isCountedAndSaid() throws Exception {
        Path slide = DicomSlides.write(folder, DicomForm.DEFAULT);
        Files.copy(slide, folder.resolve("S1.plane.dcm"));
        patch(
                folder.resolve("S1.plane.dcm"),
                uid(slide),
                "2.25.1" + "1".repeat(uid(slide).length() - 6));
        try (SlideReader reader = SlideReaders.open(slide)) {
            assertThat(reader.properties().doubtsAbout(0.5))
                    .containsExactly("the slide has 2 focal planes and 1 optical path; one plane, the middle one, and"
                            + " the first path were mapped");
        }
    }

    @Test
    void sameInstanceTwice_countsOnce() throws Exception {
        Path slide = DicomSlides.write(folder, DicomForm.DEFAULT);
        Files.copy(slide, folder.resolve("S1.copy.dcm"));
        try (SlideReader reader = SlideReaders.open(slide)) {
            assertThat(reader.properties().doubtsAbout(0.5)).isEmpty();
        }
    }

    @Test
    void truncatedWhileOpen_isChanged() throws Exception {
        Path slide = DicomSlides.write(folder, DicomForm.DEFAULT);
        try (SlideReader reader = SlideReaders.open(slide)) {
            try (FileChannel file = FileChannel.open(slide, StandardOpenOption.WRITE)) {
                file.truncate(2000);
            }

            SlideException e = catchThrowableOfType(SlideException.class, () -> reader.read(INSIDE, 0));

            assertThat(e.reason()).isEqualTo(RejectionReason.CHANGED);
        }
    }

    @Test
    void replacedWhileOpen_givesThePixelsThatWereOpened() throws Exception {
        Path slide = DicomSlides.write(folder, DicomForm.DEFAULT);
        try (SlideReader reader = SlideReaders.open(slide)) {
            int[] before = reader.read(INSIDE, 0).rgb();
            Path other = folder.resolve("other.part");
            Files.write(other, new byte[5000]);
            Files.move(other, slide, StandardCopyOption.REPLACE_EXISTING);

            assertThat(reader.read(INSIDE, 0).rgb()).isEqualTo(before);
        }
    }

    @Test
    void damagedFrame_isUnreadable_andSparesOthers() throws Exception {
        Path slide = DicomSlides.write(folder, DicomForm.DEFAULT.with(DicomForm.Offsets.BASIC));
        byte[] bytes = Files.readAllBytes(slide);
        int frame = lastIndexOf(bytes, new byte[] {(byte) 0xff, (byte) 0xd8, (byte) 0xff});
        bytes[frame + 3] = 0;
        Files.write(slide, bytes);
        try (SlideReader reader = SlideReaders.open(slide)) {
            Level0Region corner = new Level0Region(DicomSlides.WIDTH - 20, DicomSlides.HEIGHT - 20, 20, 20);
            SlideException e = catchThrowableOfType(SlideException.class, () -> reader.read(corner, 0));

            assertThat(e.reason()).isEqualTo(RejectionReason.UNREADABLE);
            assertThat(e).hasMessageContaining("cannot be decoded");
            assertThat(meanDifference(reader.read(INSIDE, 0).rgb(), part(INSIDE)))
                    .isLessThan(3);
        }
    }

    @Test
    void framesAreDecodedAtReducedSize() throws Exception {
        try (SlideReader reader = SlideReaders.open(DicomSlides.write(folder, DicomForm.DEFAULT));
                Excerpt excerpt = reader.excerpt(new Level0Region(0, 0, 256, 128), 0, 2)) {
            assertThat(excerpt.reduction()).isIn(1, 2);
            assertThat(excerpt.widthPx()).isEqualTo(256 / excerpt.reduction());
        }
    }

    /** It says RGB, its JPEGs are YCbCr; each level has a frame of reference of its own. */
    @Test
    void realSeries_hasTheColoursOfItsSlide() throws Exception {
        Path dicom = RealSlides.path("dicom/cmu-1-small-region/level-0-frames-0-30.dcm");
        try (SlideReader reader = SlideReaders.open(dicom);
                SlideReader svs = SlideReaders.open(RealSlides.path("CMU-1-Small-Region.svs"))) {
            assertThat(reader.properties().levels()).hasSize(12);
            assertThat(reader.properties().requireMpp(null)).isEqualTo(0.499);
            Level0Region region = new Level0Region(400, 400, 1200, 1200);
            assertThat(meanDifference(
                            reader.read(region, 0).rgb(), svs.read(region, 0).rgb()))
                    .isLessThan(5);
        }
    }

    private static void assertRejected(Path slide, RejectionReason reason, String words) {
        SlideException e = catchThrowableOfType(
                SlideException.class, () -> SlideReaders.open(slide).close());
        assertThat(e).hasMessageContaining(words);
        assertThat(e.reason()).isEqualTo(reason);
    }

    private static int[] pixels(Path slide) throws SlideException {
        try (SlideReader reader = SlideReaders.open(slide)) {
            RgbImage image = reader.read(ALL, 0);
            return image.rgb();
        }
    }

    private static int[] expected() {
        return part(ALL);
    }

    private static int[] part(Level0Region region) {
        int[] rgb = new int[region.width() * region.height()];
        for (int i = 0; i < rgb.length; i++) {
            rgb[i] = DicomSlides.pixel((int) region.x() + i % region.width(), (int) region.y() + i / region.width());
        }
        return rgb;
    }

    /** Of a sample; over as many pixels as the first has. */
    private static double meanDifference(int[] found, int[] expected) {
        double sum = 0;
        for (int i = 0; i < found.length; i++) {
            for (int shift = 0; shift < 24; shift += 8) {
                sum += Math.abs((found[i] >> shift & 255) - (expected[i] >> shift & 255));
            }
        }
        return sum / 3 / found.length;
    }

    private static String uid(Path instance) throws IOException {
        String text = new String(Files.readAllBytes(instance), StandardCharsets.ISO_8859_1);
        int at = text.indexOf("2.25.");
        int end = at;
        while (text.charAt(end) == '.' || Character.isDigit(text.charAt(end))) {
            end++;
        }
        return text.substring(at, end);
    }

    private static void patch(Path file, String from, String to) throws IOException {
        String text = new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
        assertThat(text).contains(from);
        Files.write(file, text.replace(from, to).getBytes(StandardCharsets.ISO_8859_1));
    }

    private static int lastIndexOf(byte[] bytes, byte[] part) {
        for (int i = bytes.length - part.length; i >= 0; i--) {
            if (Arrays.equals(bytes, i, i + part.length, part, 0, part.length)) {
                return i;
            }
        }
        throw new AssertionError("not there");
    }
}

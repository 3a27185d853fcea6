package io.slidestream.slides.open;

import static io.slidestream.contracts.RejectionReason.INCOMPLETE;
import static io.slidestream.contracts.RejectionReason.NOT_A_SLIDE;
import static io.slidestream.contracts.RejectionReason.UNREADABLE;
import static io.slidestream.contracts.RejectionReason.VANISHED;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.slidestream.contracts.Level0Region;
import io.slidestream.contracts.RejectionReason;
import io.slidestream.slides.FileKind;
import io.slidestream.slides.RealSlides;
import io.slidestream.slides.SlideException;
import io.slidestream.slides.SlideReader;
import io.slidestream.slides.TiffPatch;
import io.slidestream.slides.openslide.OpenSlideHandle;
import io.slidestream.slides.tiff.TiffInspection;
import io.slidestream.synthetic.SyntheticSlide;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.SplittableRandom;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SlideReadersTest {
    private static byte[] whole = new byte[0];

    @TempDir
    Path folder;

    @BeforeAll
    static void writeSlide(@TempDir Path shared) throws IOException {
        Path slide = shared.resolve("whole.svs");
        SyntheticSlide.builder().size(700, 520).write(slide);
        whole = Files.readAllBytes(slide);
    }

    @Test
    void textFile_isNoSlide() throws Exception {
        assertRejected(file("x.svs", "This is no slide.".getBytes(UTF_8)), NOT_A_SLIDE, "x.svs is not a whole-slide");
    }

    @Test
    void plainTiff_isNoSlide() throws Exception {
        Path tiff = folder.resolve("photo.tif");
        ImageIO.write(new BufferedImage(300, 200, BufferedImage.TYPE_INT_RGB), "tiff", tiff.toFile());

        assertRejected(tiff, NOT_A_SLIDE, "is a TIFF but no whole-slide image");
        assertRejected(tiff, NOT_A_SLIDE, "it is not tiled; convert it");
    }

    @Test
    void folder_isNoSlide() {
        assertRejected(folder, NOT_A_SLIDE, "is a folder");
    }

    @Test
    void missingFile_hasVanished() {
        assertRejected(folder.resolve("nothing.svs"), VANISHED, "nothing.svs does not exist");
    }

    @Test
    void emptyFile_mayStillArrive() throws Exception {
        assertRejected(file("empty.svs", new byte[0]), INCOMPLETE, "is empty");
    }

    @Test
    void fileWhoseBytesAreStillZeros_mayStillArrive() throws Exception {
        assertRejected(file("zeros.svs", new byte[5000]), INCOMPLETE, "nothing but zeros");
        byte[] headAlone = Arrays.copyOf(Arrays.copyOf(whole, 8), whole.length);
        assertRejected(file("head.svs", headAlone), INCOMPLETE, "a directory without entries");
    }

    @Test
    void dicomThatIsNoSlide_isCalledSo() throws Exception {
        byte[] dicom = new byte[400];
        System.arraycopy("DICM".getBytes(UTF_8), 0, dicom, 128, 4);

        assertRejected(file("x.dcm", dicom), NOT_A_SLIDE, "x.dcm is DICOM, but it says no transfer syntax");
    }

    @Test
    void miraxInCapitals_isToldToBeRenamed() throws Exception {
        assertRejected(file("S1.MRXS", new byte[] {1}), NOT_A_SLIDE, "rename it to end in .mrxs");
        assertRejected(file("S1.mrxs", new byte[] {1}), INCOMPLETE, "needs its other files beside it");
    }

    @Test
    void mainFileWithoutItsCompanions_isIncomplete() throws Exception {
        assertRejected(file("lonely.mrxs", new byte[] {(byte) 0xff, (byte) 0xd8}), INCOMPLETE, "needs its other files");
    }

    @Test
    void headerWithoutDirectory_isIncomplete() throws Exception {
        byte[] header = new TiffPatch(whole.clone()).setFirstDirectory(0).bytes();

        assertRejected(file("start.svs", header), INCOMPLETE, "no directory yet");
    }

    @Test
    void lastByteMissing_isIncomplete() throws Exception {
        assertRejected(file("cut.svs", Arrays.copyOf(whole, whole.length - 1)), INCOMPLETE, "is not complete");
    }

    @Test
    void tileBeyondTheEnd_isIncompleteThoughOpenSlideOpensIt() throws Exception {
        byte[] tiff =
                new TiffPatch(whole.clone()).setElement(324, 2, 0x7fff_0000).bytes();
        Path file = file("tile.svs", tiff);

        assertThat(OpenSlideHandle.open(file)).hasValueSatisfying(OpenSlideHandle::close);
        assertRejected(file, INCOMPLETE, "it announces bytes up to 21474");
    }

    @Test
    void directoriesInALoop_areDamage() throws Exception {
        byte[] tiff = whole.clone();
        TiffPatch patch = new TiffPatch(tiff);

        assertRejected(
                file("loop.svs", patch.setNextDirectory(patch.firstDirectory()).bytes()), UNREADABLE, "loop");
    }

    @ParameterizedTest
    @ValueSource(ints = {322, 323})
    void hugeTiles_areRefusedBeforeTheyKillTheProcess(int tag) throws Exception {
        byte[] tiff = new TiffPatch(whole.clone()).setLong(tag, 200_000).bytes();

        assertRejected(file("huge.svs", tiff), UNREADABLE, "200000 px, more than 16384");
    }

    /** Hamamatsu's 64-bit offsets in a classic header; 5 GB are not there yet. */
    @Test
    void ndpiWhoseDirectoryIsMissing_isIncomplete() throws Exception {
        byte[] start = new byte[300];
        littleEndian(start).putInt(0x2a4949).putLong(5_000_000_000L);

        assertRejected(file("big.ndpi", start), INCOMPLETE, "up to 5000000002 but has 300");
    }

    @Test
    void ndpiMark_isFoundWithoutTheExtension() throws Exception {
        byte[] bytes = new byte[300];
        ByteBuffer tiff = littleEndian(bytes).putInt(0x2a4949).putLong(100).position(100);
        tiff.putShort((short) 2);
        tiff.putShort((short) 65_420).putShort((short) 4).putInt(1).putInt(1);
        tiff.putShort((short) 273).putShort((short) 4).putInt(90).putInt(0x7000_0000);

        assertThat(inspect(file("mark.tif", bytes))).isTrue();
        tiff.putShort(102, (short) 65_419);
        assertThat(inspect(file("mark.tif", bytes))).isFalse();
    }

    @Test
    void tileOfZeroBytes_readsAsWhite() throws Exception {
        byte[] tiff = new TiffPatch(whole.clone()).setElement(325, 0, 0).bytes();

        try (SlideReader reader = SlideReaders.open(file("sparse.svs", tiff))) {
            assertThat(reader.read(new Level0Region(0, 0, 100, 100), 0).rgb()).containsOnly(0xffffff);
        }
    }

    @Test
    void namesOfAnyKind_areOpened() throws Exception {
        Path odd = Path.of(java.net.URI.create(folder.toUri() + "100%25%20%23%C3%BC.svs"));
        Files.write(odd, whole);

        try (SlideReader reader = SlideReaders.open(odd)) {
            assertThat(reader.properties().widthPx()).isEqualTo(700);
        }
    }

    /** Every cut of a slide is told as one of three reasons, or else all its pixels can be read. */
    @Test
    void truncations_neverPassForASlide() throws Exception {
        EnumSet<RejectionReason> seen = EnumSet.noneOf(RejectionReason.class);
        for (int i = 0; i < 200; i++) {
            int length = i < 20 ? i : (int) ((long) whole.length * i / 200);
            Path cut = file("cut.svs", Arrays.copyOf(whole, length));
            SlideException e = catchThrowableOfType(
                    SlideException.class, () -> SlideReaders.open(cut).close());
            assertThat(e).as("cut at %d of %d", length, whole.length).isNotNull();
            seen.add(e.reason());
        }

        assertThat(seen).containsExactly(NOT_A_SLIDE, INCOMPLETE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"CMU-1-Small-Region.svs", "tcga-cr-7395-01a-01-ts1.svs", "openslide-boxes.tiff"})
    void truncationsOfRealSlides_areIncompleteOrReadable(String name) throws Exception {
        byte[] slide = Files.readAllBytes(RealSlides.path(name));
        for (int i = 1; i < 40; i++) {
            Path cut = file(name, Arrays.copyOf(slide, (int) ((long) slide.length * i / 40)));
            SlideException e = catchThrowableOfType(SlideException.class, () -> readAll(cut));
            if (e != null) {
                assertThat(e.reason()).as("cut %d/40: %s", i, e.getMessage()).isEqualTo(INCOMPLETE);
            }
        }
    }

    /** The inspection trusts nothing: any bytes end in its verdict, never in another exception or a hang. */
    @Test
    void randomDamage_endsInAVerdict() throws Exception {
        int directories = new TiffPatch(whole).firstDirectory();
        SplittableRandom random = new SplittableRandom(7);
        int rejected = 0;
        for (int i = 0; i < 1000; i++) {
            byte[] damaged = whole.clone();
            for (int change = 0; change < 8; change++) {
                boolean header = random.nextInt(8) == 0;
                int at = header ? random.nextInt(16) : random.nextInt(directories, whole.length);
                damaged[at] = (byte) random.nextInt();
            }
            rejected += inspect(file("damaged.svs", damaged)) ? 0 : 1;
        }

        assertThat(rejected).isBetween(200, 999);
    }

    private static boolean inspect(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file)) {
            if (FileKind.of(channel) == FileKind.TIFF) {
                new TiffInspection(channel, file.toString()).run();
            }
            return true;
        } catch (SlideException e) {
            assertThat(e.reason()).isIn(INCOMPLETE, UNREADABLE);
            return false;
        }
    }

    private static void readAll(Path file) throws SlideException {
        try (SlideReader reader = SlideReaders.open(file)) {
            assertThat(reader.thumbnail(200).rgb()).isNotEmpty();
        }
    }

    private static ByteBuffer littleEndian(byte[] bytes) {
        return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }

    private static void assertRejected(Path file, RejectionReason reason, String message) {
        SlideException e = catchThrowableOfType(
                SlideException.class, () -> SlideReaders.open(file).close());
        assertThat(e).hasMessageContaining(message);
        assertThat(e.reason()).isEqualTo(reason);
    }

    private Path file(String name, byte[] bytes) throws IOException {
        return Files.write(folder.resolve(name), bytes);
    }
}

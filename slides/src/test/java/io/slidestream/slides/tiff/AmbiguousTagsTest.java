package io.slidestream.slides.tiff;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.slidestream.contracts.Level0Region;
import io.slidestream.contracts.RejectionReason;
import io.slidestream.slides.SlideException;
import io.slidestream.slides.SlideReader;
import io.slidestream.slides.TiffPlaces;
import io.slidestream.slides.open.SlideReaders;
import io.slidestream.synthetic.SyntheticSlide;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Directories that two parsers would read in two ways. */
class AmbiguousTagsTest {
    private static final int COMPRESSION = 259;
    private static final int ENTRY_BYTES = 12;

    @TempDir
    Path folder;

    private byte[] tiff = new byte[0];
    private List<Integer> entries = List.of();

    @BeforeEach
    void writeSlide() throws IOException {
        Path file = folder.resolve("slide.svs");
        SyntheticSlide.builder().size(400, 300).jpegTilePx(64).missingTile(1, 1).write(file);
        tiff = Files.readAllBytes(file);
        entries = new TiffPlaces(tiff).entries;
    }

    /** The compression's 7 becomes a second tile length before the first: OpenSlide divides by zero. */
    @ParameterizedTest
    @ValueSource(strings = {"damaged.svs", "damaged.tif", "damaged.ndpi"})
    void tagGivenTwice_isDamageInEveryDirectory(String name) throws IOException {
        int checked = 0;
        for (int entry : entries) {
            if (tag(entry) == COMPRESSION && isTiled(entry)) {
                byte[] damaged = tiff.clone();
                bytes(damaged).putShort(entry, (short) 323);
                assertDamaged(name, damaged, "a directory gives tag 323 twice, and differently");
                checked++;
            }
        }
        assertThat(checked).isEqualTo(3);
    }

    @Test
    void entryGivenTwiceAlike_isRead() throws Exception {
        int description =
                entries.stream().filter(entry -> tag(entry) == 530).findFirst().orElseThrow();
        int before = description - ENTRY_BYTES;
        System.arraycopy(tiff, before, tiff, description, ENTRY_BYTES);

        assertReadable();
    }

    @Test
    void tagsOutOfOrder_areRead() throws Exception {
        byte[] first = Arrays.copyOfRange(tiff, entries.get(0), entries.get(0) + ENTRY_BYTES);
        System.arraycopy(tiff, entries.get(1), tiff, entries.get(0), ENTRY_BYTES);
        System.arraycopy(first, 0, tiff, entries.get(1), ENTRY_BYTES);

        assertReadable();
    }

    /** Of NDPI only the chain of directories is checked. */
    @Test
    void markOfNdpi_doesNotLeadAroundTheChecks() throws IOException {
        int last =
                entries.stream().filter(entry -> tag(entry) == 530).findFirst().orElseThrow();
        bytes(tiff).putShort(last, (short) 65_420);

        assertDamaged("marked.svs", tiff, "it is marked as NDPI, which has no tiles, and has tiles");
    }

    private void assertReadable() throws Exception {
        Path file = Files.write(folder.resolve("odd.svs"), tiff);
        try (SlideReader reader = SlideReaders.open(file)) {
            assertThat(reader.read(new Level0Region(0, 0, 400, 300), 0).rgb()).hasSize(400 * 300);
        }
    }

    private void assertDamaged(String name, byte[] damaged, String message) throws IOException {
        Path file = Files.write(folder.resolve(name), damaged);
        SlideException e = catchThrowableOfType(
                SlideException.class, () -> SlideReaders.open(file).close());
        assertThat(e).hasMessageContaining(message);
        assertThat(e.reason()).isEqualTo(RejectionReason.UNREADABLE);
    }

    private boolean isTiled(int compression) {
        int next = entries.indexOf(compression);
        while (tag(entries.get(next)) < 322 && tag(entries.get(next)) != 273) {
            next++;
        }
        return tag(entries.get(next)) == 322;
    }

    private int tag(int entry) {
        return bytes(tiff).getShort(entry) & 0xffff;
    }

    private static ByteBuffer bytes(byte[] tiff) {
        return ByteBuffer.wrap(tiff).order(ByteOrder.LITTLE_ENDIAN);
    }
}

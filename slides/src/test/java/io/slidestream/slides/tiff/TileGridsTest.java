package io.slidestream.slides.tiff;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.slidestream.contracts.RejectionReason;
import io.slidestream.slides.SlideException;
import io.slidestream.slides.TiffPlaces;
import io.slidestream.slides.open.SlideReaders;
import io.slidestream.synthetic.SyntheticSlide;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Sizes that do not fit the tiles, which OpenSlide does not survive. */
class TileGridsTest {
    @TempDir
    Path folder;

    private byte[] tiff = new byte[0];
    private TiffPlaces places = new TiffPlaces(new byte[8]);

    @BeforeEach
    void writeSlide() throws IOException {
        Path file = folder.resolve("slide.svs");
        SyntheticSlide.builder().size(400, 300).jpegTilePx(64).missingTile(1, 1).write(file);
        tiff = Files.readAllBytes(file);
        places = new TiffPlaces(tiff);
    }

    @Test
    void sizeBeyondTheTiles_isDamage() throws IOException {
        set(256, 0, 400_000);

        assertDamaged("an image of 400000x300 px lacks tiles");
    }

    @Test
    void sizeOfZero_isDamage() throws IOException {
        set(257, 0, 0);

        assertDamaged("an image has no size");
    }

    /** The thumbnail's RowsPerStrip becomes a tile length: to libtiff it is tiled then. */
    @Test
    void tilesOfNoWidth_areDamage() throws IOException {
        replaceTag(278, 323);

        assertDamaged("an image has tiles of no size");
    }

    @Test
    void tilesAndStrips_areDamage() throws IOException {
        replaceTag(284, 273);

        assertDamaged("an image has both tiles and strips");
    }

    /** One tile above four in a row, and one missing. */
    @Test
    void growingLevel_isDamage() throws IOException {
        set(256, 0, 64);
        set(257, 0, 64);
        set(257, 1, 64);
        set(322, 1, 32);

        assertDamaged("a level has more tiles than the one above it");
    }

    private void assertDamaged(String message) throws IOException {
        Path file = write();
        SlideException e = catchThrowableOfType(
                SlideException.class, () -> SlideReaders.open(file).close());
        assertThat(e).hasMessageContaining(message);
        assertThat(e.reason()).isEqualTo(RejectionReason.UNREADABLE);
    }

    private Path write() throws IOException {
        return Files.write(folder.resolve("damaged.svs"), tiff);
    }

    private void replaceTag(int tag, int other) {
        ByteBuffer bytes = ByteBuffer.wrap(tiff).order(ByteOrder.LITTLE_ENDIAN);
        for (int entry : places.entries) {
            if ((bytes.getShort(entry) & 0xffff) == tag) {
                bytes.putShort(entry, (short) other);
                return;
            }
        }
        throw new IllegalArgumentException("no tag " + tag);
    }

    /** Sets a value in the n-th tiled directory that has the tag, counting from 0. */
    private void set(int tag, int tiledDirectory, int value) {
        ByteBuffer bytes = ByteBuffer.wrap(tiff).order(ByteOrder.LITTLE_ENDIAN);
        int left = tiledDirectory;
        boolean strips = false;
        int last = -1;
        for (int entry : places.entries) {
            int found = bytes.getShort(entry) & 0xffff;
            if (found == tag) {
                last = entry;
            }
            strips |= found == 273;
            if (found == 530) {
                if (!strips && left-- == 0) {
                    bytes.putShort(last + 2, (short) 4).putInt(last + 8, value);
                    return;
                }
                strips = false;
            }
        }
        throw new IllegalArgumentException("no directory " + tiledDirectory);
    }
}

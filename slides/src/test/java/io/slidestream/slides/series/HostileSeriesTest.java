package io.slidestream.slides.series;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.slidestream.contracts.Level0Region;
import io.slidestream.slides.SlideException;
import io.slidestream.slides.SlideReader;
import io.slidestream.slides.open.SlideReaders;
import io.slidestream.synthetic.DicomForm;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Thousands of damaged instances: each ends in pixels or in a SlideException, within bounds of memory. */
class HostileSeriesTest {
    private static final long MAX_JAVA_BYTES = 300L << 20;
    private static final int EACH = 250;
    private static final int HEADER_BYTES = 1400;
    private static final int[] VALUES = {
        0, 1, 2, 8, 0x7f, 0x80, 0xff, 0x100, 0x7fff, 0x8000, 0xffff, 0x10000, 0x7fff_ffff, 0x8000_0000, -1, -2
    };
    private static final List<DicomForm> FORMS = List.of(
            DicomForm.DEFAULT,
            DicomForm.DEFAULT.with(DicomForm.Offsets.EXTENDED),
            DicomForm.DEFAULT.with(DicomForm.Offsets.NONE).with(DicomForm.Tiling.SPARSE),
            DicomForm.DEFAULT.with(DicomForm.Syntax.IMPLICIT).with(DicomForm.Tiling.SPARSE),
            DicomForm.DEFAULT.with(DicomForm.Syntax.BIG_ENDIAN),
            DicomForm.DEFAULT.with(DicomForm.Syntax.DEFLATED));
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    @TempDir
    Path folder;

    @Test
    void damagedInstances_endInPixelsOrInASlideException() throws Exception {
        Path file = Files.createDirectory(folder.resolve("case")).resolve("case.dcm");
        Random random = new Random(1896);
        int read = 0;
        for (DicomForm form : FORMS) {
            byte[] sound = Files.readAllBytes(DicomSlides.write(folder, form));
            for (int i = 0; i < EACH; i++) {
                byte[] damaged = damage(sound, random);
                Files.write(file, damaged);
                long allocated = THREADS.getCurrentThreadAllocatedBytes();
                read += reads(file) ? 1 : 0;
                assertThat(THREADS.getCurrentThreadAllocatedBytes() - allocated).isLessThan(MAX_JAVA_BYTES);
            }
        }
        assertThat(read).as("those that were still slides").isBetween(50, FORMS.size() * EACH - 50);
    }

    private static boolean reads(Path file) throws IOException {
        try (SlideReader reader = SlideReaders.open(file)) {
            int width = (int) Math.min(300, reader.properties().widthPx());
            int height = (int) Math.min(300, reader.properties().heightPx());
            reader.read(new Level0Region(0, 0, width, height), 0);
            return true;
        } catch (SlideException e) {
            assertThat(e.getMessage()).isNotBlank();
            return false;
        } catch (RuntimeException e) {
            Files.copy(file, Path.of("target", "hostile.dcm"), java.nio.file.StandardCopyOption.REPLACE_EXISTING);
            throw e;
        }
    }

    private static byte[] damage(byte[] sound, Random random) {
        byte[] bytes = sound.clone();
        ByteBuffer buffer = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        int places = 1 + random.nextInt(3);
        for (int i = 0; i < places; i++) {
            int at = random.nextInt(
                    random.nextInt(4) == 0 ? bytes.length - 4 : Math.min(HEADER_BYTES, bytes.length - 4));
            int value = VALUES[random.nextInt(VALUES.length)];
            switch (random.nextInt(4)) {
                case 0 -> buffer.put(at, (byte) value);
                case 1 -> buffer.putShort(at, (short) value);
                case 2 -> buffer.putInt(at, value);
                default -> buffer.put(at, (byte) (bytes[at] ^ 1 << random.nextInt(8)));
            }
        }
        return random.nextInt(20) == 0 ? Arrays.copyOf(bytes, random.nextInt(bytes.length)) : bytes;
    }
}

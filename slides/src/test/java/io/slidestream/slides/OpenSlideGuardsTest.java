package io.slidestream.slides;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.slidestream.contracts.Level0Region;
import io.slidestream.contracts.RejectionReason;
import io.slidestream.slides.open.SlideReaders;
import io.slidestream.slides.openslide.OpenSlideLibrary;
import io.slidestream.slides.openslide.OpenSlideMissingException;
import io.slidestream.synthetic.SyntheticSlide;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What would kill the process or spread an error, if it were not guarded. */
class OpenSlideGuardsTest {
    private static final Level0Region GOOD = new Level0Region(600, 500, 224, 224);
    private static final int IMAGE_WIDTH = 256;
    private static final Level0Region CORRUPT = new Level0Region(10, 10, 100, 100);

    private static byte[] bytes = new byte[0];

    @TempDir
    Path folder;

    private final ExecutorService threads = Executors.newFixedThreadPool(8);
    private Path file;
    private SlideReader reader;

    @BeforeAll
    static void writeSlide(@TempDir Path shared) throws Exception {
        Path slide = shared.resolve("slide.svs");
        SyntheticSlide.builder().size(1000, 800).corruptTile(0, 0).write(slide);
        bytes = Files.readAllBytes(slide);
    }

    @BeforeEach
    void open() throws Exception {
        file = Files.write(folder.resolve("slide.svs"), bytes);
        reader = SlideReaders.open(file);
    }

    @AfterEach
    void close() {
        threads.shutdownNow();
        reader.close();
    }

    @Test
    void unreadableTile_failsAloneAndLeavesTheSlideUsable() throws Exception {
        long before = Crc.of(reader.read(GOOD, 0));

        assertThatThrownBy(() -> reader.read(CORRUPT, 0))
                .hasMessageContaining("px at 10,10")
                .hasMessageContaining("slide.svs")
                .isInstanceOfSatisfying(
                        SlideException.class, e -> assertThat(e.reason()).isEqualTo(RejectionReason.UNREADABLE));

        assertThat(Crc.of(reader.read(GOOD, 0))).isEqualTo(before);
    }

    @Test
    void unreadableTile_doesNotFailOtherThreadsReads() throws Exception {
        long expected = Crc.of(reader.read(GOOD, 0));
        List<Future<Long>> good = new ArrayList<>();
        for (int thread = 0; thread < 6; thread++) {
            boolean corrupt = thread < 2;
            Callable<Long> reads = () -> {
                long crc = expected;
                for (int i = 0; i < 50 && crc == expected; i++) {
                    if (corrupt) {
                        assertThatThrownBy(() -> reader.read(CORRUPT, 0)).isInstanceOf(SlideException.class);
                    } else {
                        crc = Crc.of(reader.read(GOOD, 0));
                    }
                }
                return crc;
            };
            good.add(threads.submit(reads));
        }

        for (Future<Long> crc : good) {
            assertThat(crc.get()).isEqualTo(expected);
        }
    }

    @Test
    void close_waitsForReadsAndEndsThem() throws Exception {
        for (int round = 0; round < 10; round++) {
            SlideReader shared = SlideReaders.open(file);
            CountDownLatch reading = new CountDownLatch(8);
            List<Future<Integer>> reads = new ArrayList<>();
            for (int thread = 0; thread < 8; thread++) {
                reads.add(threads.submit(() -> readUntilClosed(shared, reading)));
            }
            reading.await();
            shared.close();

            for (Future<Integer> read : reads) {
                assertThat(read.get()).isPositive();
            }
        }
    }

    @Test
    void thumbnailOfHundredsOfMegapixels_isRefused_andTheSlideRead() throws Exception {
        Path wide = Files.write(
                folder.resolve("wide.svs"),
                new TiffPatch(bytes.clone())
                        .inSecondDirectory(thumbnail -> thumbnail.setLong(IMAGE_WIDTH, 8_515_342))
                        .bytes());
        try (SlideReader slide = SlideReaders.open(wide)) {
            assertThatThrownBy(() -> slide.associatedImage("thumbnail"))
                    .isInstanceOf(SlideException.class)
                    .hasMessageContaining("8515342x")
                    .hasMessageContaining("is outside 1..33554432 pixels");
            assertThat(Crc.of(slide.read(GOOD, 0))).isEqualTo(Crc.of(reader.read(GOOD, 0)));
        }
    }

    @Test
    void closedTwice_isClosed() {
        reader.close();
        reader.close();

        assertThatThrownBy(() -> reader.read(GOOD, 0))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("closed");
        assertThatThrownBy(() -> reader.associatedImage("thumbnail")).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void regionsOutside_areRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> reader.read(new Level0Region(900, 0, 101, 10), 0))
                .withMessageContaining("leaves the slide of 1000x800 px");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> reader.read(new Level0Region(Integer.MAX_VALUE, 0, Integer.MAX_VALUE, 10), 0));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> reader.read(GOOD, 3))
                .withMessageContaining("level must be in 0..2, was 3");
        assertThatIllegalArgumentException().isThrownBy(() -> reader.read(GOOD, -1));
    }

    @Test
    void readTooLargeForAnArray_isRefused() throws Exception {
        Path large = folder.resolve("large.svs");
        SyntheticSlide.builder().size(20_000, 20_000).write(large);
        try (SlideReader slide = SlideReaders.open(large)) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> slide.read(new Level0Region(0, 0, 20_000, 20_000), 0))
                    .withMessageContaining("in one read");
        }
    }

    @Test
    void fileReplacedBeforeTheSecondTry_isReportedAsChanged() throws Exception {
        Files.write(file, new byte[1], StandardOpenOption.APPEND);

        assertThatThrownBy(() -> reader.read(CORRUPT, 0))
                .isInstanceOfSatisfying(
                        SlideException.class, e -> assertThat(e.reason()).isEqualTo(RejectionReason.CHANGED));
    }

    @Test
    void missingLibrary_saysHowToInstallIt() {
        assertThatThrownBy(() -> OpenSlideLibrary.load(List.of("libopenslide-of-nobody.so.7")))
                .isInstanceOf(OpenSlideMissingException.class)
                .hasMessageContaining("apt-get install libopenslide0")
                .hasMessageContaining("libopenslide-of-nobody.so.7");
    }

    private static int readUntilClosed(SlideReader shared, CountDownLatch reading) throws SlideException {
        int reads = 0;
        while (true) {
            try {
                assertThat(shared.read(GOOD, 0).rgb()).hasSize(224 * 224);
            } catch (IllegalStateException e) {
                return reads;
            }
            if (reads++ == 0) {
                reading.countDown();
            }
        }
    }
}

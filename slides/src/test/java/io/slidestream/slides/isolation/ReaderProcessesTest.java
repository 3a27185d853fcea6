package io.slidestream.slides.isolation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.slidestream.contracts.Level0Region;
import io.slidestream.contracts.RejectionReason;
import io.slidestream.slides.Crc;
import io.slidestream.slides.SlideException;
import io.slidestream.slides.SlideProperties;
import io.slidestream.slides.SlideReader;
import io.slidestream.slides.openslide.OpenSlideException;
import io.slidestream.slides.openslide.OpenSlideHost;
import io.slidestream.slides.openslide.OpenSlideReader;
import io.slidestream.slides.openslide.OpenedSlide;
import io.slidestream.slides.store.SlideFile;
import io.slidestream.synthetic.SyntheticSlide;
import io.slidestream.testkit.Await;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Slides that end or hang the process that reads them, and their neighbours. */
class ReaderProcessesTest {
    private static final Duration LONG = Duration.ofMinutes(10);
    private static final List<Level0Region> REGIONS = List.of(
            new Level0Region(600, 500, 224, 224),
            new Level0Region(0, 0, 1500, 1200), // more than the shared file holds
            new Level0Region(3, 5, 301, 303),
            new Level0Region(1499, 1199, 1, 1));

    @TempDir
    private static Path shared;

    @TempDir
    Path folder;

    private final ExecutorService threads = Executors.newFixedThreadPool(4);
    private Path good;
    private ReaderProcesses processes = treacherous(2, LONG);

    @BeforeAll
    static void writeSlide() throws Exception {
        SyntheticSlide.builder().size(1500, 1200).corruptTile(3, 3).write(shared.resolve("slide.svs"));
    }

    @BeforeEach
    void copy() throws Exception {
        good = slide("good.svs");
    }

    @AfterEach
    void close() {
        threads.shutdownNow();
        processes.close();
    }

    @Test
    void pixels_areThoseOfThisProcess() throws Exception {
        try (ReaderProcesses real = new ReaderProcesses();
                SlideReader here = open(OpenSlideHost.HERE, good);
                SlideReader there = open(real, good)) {
            assertThat(there.properties()).isEqualTo(here.properties());
            for (Level0Region region : REGIONS.subList(2, 4)) {
                assertThat(Crc.of(there.read(region, 0))).isEqualTo(Crc.of(here.read(region, 0)));
            }
            for (Level0Region region : REGIONS) {
                assertThat(Crc.of(there.read(region, 1))).isEqualTo(Crc.of(here.read(region, 1)));
            }
            assertThat(Crc.of(there.associatedImage("thumbnail"))).isEqualTo(Crc.of(here.associatedImage("thumbnail")));
        }
    }

    @Test
    void largeRead_comesThroughThePipe() throws Exception {
        Path large = folder.resolve("large.svs");
        SyntheticSlide.builder().size(1500, 1200).write(large);
        try (SlideReader here = open(OpenSlideHost.HERE, large);
                SlideReader there = open(processes, large)) {
            Level0Region all = new Level0Region(0, 0, 1500, 1200);
            assertThat(Crc.of(there.read(all, 0))).isEqualTo(Crc.of(here.read(all, 0)));
        }
    }

    @Test
    void processThatWasPrepared_isTheOnlyOneAndReads() throws Exception {
        processes.close();
        processes = treacherous(1, LONG);
        processes.prepare();
        processes.prepare();
        try (SlideReader reader = open(processes, good)) {
            assertThat(reader.read(new Level0Region(0, 0, 224, 224), 0).rgb()).hasSize(224 * 224);
        }
    }

    @Test
    void processThatCannotBePrepared_isTriedAgainByTheFirstSlide() {
        processes.close();
        processes = new ReaderProcesses(List.of("false"), 1, LONG);
        processes.prepare();

        SlideException e = catchThrowableOfType(SlideException.class, () -> open(processes, good));

        assertThat(e.reason()).isEqualTo(RejectionReason.FAILED);
        assertThat(e).hasMessageContaining("no process to read slides could be started");
    }

    @Test
    void unreadableTile_isNoCrash() throws Exception {
        try (SlideReader reader = open(processes, good)) {
            Level0Region corrupt = new Level0Region(3L * 256 + 10, 3L * 256 + 10, 50, 50);
            SlideException e = catchThrowableOfType(SlideException.class, () -> reader.read(corrupt, 0));
            assertThat(e.reason()).isEqualTo(RejectionReason.UNREADABLE);
            assertThat(reader.read(new Level0Region(0, 0, 224, 224), 0).rgb()).hasSize(224 * 224);
        }
        assertThat(processes.crashes()).isZero();
    }

    @Test
    void slideThatEndsItsReader_isRejectedAfterTheSecondDeath_andNoOther() throws Exception {
        processes.close();
        processes = treacherous(1, LONG);
        try (SlideReader before = open(processes, good)) {
            Path bad = slide("aborts.svs");
            for (long time = 1; time <= 2; time++) {
                SlideException e = catchThrowableOfType(SlideException.class, () -> open(processes, bad));
                assertThat(e).hasMessageContaining("aborts.svs").hasMessageContaining("status 134");
                assertThat(e.reason()).isEqualTo(RejectionReason.CRASHES_READER);
                assertThat(processes.crashes()).isEqualTo(2 * time);
            }
            assertThat(before.read(new Level0Region(0, 0, 224, 224), 0).rgb()).hasSize(224 * 224);
        }
    }

    @Test
    void slideThatHangs_isRejectedAfterTheSecondHang() throws Exception {
        Path bad = slide("hangs.svs");
        try (ReaderProcesses impatient = treacherous(1, Duration.ofMillis(200))) {
            SlideException e = catchThrowableOfType(SlideException.class, () -> open(impatient, bad));
            assertThat(e.reason()).isEqualTo(RejectionReason.CRASHES_READER);
            assertThat(e).hasMessageContaining("no answer");
            assertThat(impatient.hangs()).isEqualTo(2);
            assertThat(impatient.crashes()).isZero();
        }
    }

    @Test
    void processKilledInTheMiddleOfARead_isReplaced_andAllReadsComplete() throws Exception {
        Level0Region region = new Level0Region(600, 500, 224, 224);
        try (SlideReader other = open(processes, good);
                SlideReader reader = open(processes, slide("hangs-once.svs"))) {
            long expected = Crc.of(other.read(region, 0));
            Files.createFile(folder.resolve("armed"));
            Future<Long> read = threads.submit(() -> Crc.of(reader.read(region, 0)));
            Path hanging = folder.resolve("hanging");
            Await.until("the read to begin", () -> Files.size(hanging) > 0);

            assertThat(Crc.of(other.read(region, 0))).isEqualTo(expected);
            assertThat(read).isNotDone();
            ProcessHandle.of(Long.parseLong(Files.readString(hanging)))
                    .orElseThrow()
                    .destroyForcibly();

            assertThat(read.get()).isEqualTo(expected);
            assertThat(Crc.of(other.read(region, 0))).isEqualTo(expected);
            assertThat(processes.crashes()).isEqualTo(1);
        }
    }

    /** A process that does not have the slide open yet must not open another in its place. */
    @Test
    void fileReplacedUnderTheReader_isReportedAsChanged() throws Exception {
        try (SlideReader reader = open(processes, good)) {
            processes.forget(SlideFile.at(good));
            Files.write(good, new byte[1], StandardOpenOption.APPEND);

            SlideException e =
                    catchThrowableOfType(SlideException.class, () -> reader.read(new Level0Region(0, 0, 50, 50), 0));

            assertThat(e.reason()).isEqualTo(RejectionReason.CHANGED);
        }
    }

    @Test
    void noSlide_isNoCrash() throws Exception {
        Path text = Files.writeString(folder.resolve("text.svs"), "no slide");

        assertThat(processes.open(SlideFile.at(text))).isEmpty();
        assertThat(processes.crashes()).isZero();
    }

    private static ReaderProcesses treacherous(int processes, Duration limit) {
        return new ReaderProcesses(ReaderCommand.of(TreacherousReader.class), processes, limit);
    }

    private static SlideReader open(OpenSlideHost host, Path path) throws SlideException, OpenSlideException {
        SlideFile file = SlideFile.at(path);
        OpenedSlide opened = host.open(file).orElseThrow();
        opened.check();
        SlideProperties properties =
                SlideProperties.of(opened.levels(), opened.properties(), opened.associatedImages());
        return new OpenSlideReader(file, host, opened, properties, "for a test");
    }

    private Path slide(String name) throws Exception {
        return Files.copy(shared.resolve("slide.svs"), folder.resolve(name), StandardCopyOption.REPLACE_EXISTING);
    }
}

package io.slidestream.slides;

import static org.assertj.core.api.Assertions.assertThat;

import io.slidestream.contracts.Level0Region;
import io.slidestream.slides.codec.TileCache;
import io.slidestream.slides.open.ReaderChoice;
import io.slidestream.slides.open.SlideReaders;
import io.slidestream.synthetic.SyntheticSlide;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.Optional;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Slides that are not whole, or not what they were, while somebody reads them: pixels or a named reason, nothing else. */
class ChangingFilesTest {
    private static byte[] whole = new byte[0];
    private static byte[] other = new byte[0];

    @TempDir
    Path folder;

    private Path file;

    @BeforeAll
    static void writeSlides(@TempDir Path shared) throws IOException {
        Path slide = shared.resolve("slide.svs");
        SyntheticSlide.builder().size(700, 520).jpegTilePx(128).write(slide);
        whole = Files.readAllBytes(slide);
        SyntheticSlide.builder().size(700, 520).jpegTilePx(128).seed(9).write(slide);
        other = Files.readAllBytes(slide);
    }

    @BeforeEach
    void writeFile() throws IOException {
        file = Files.write(folder.resolve("slide.svs"), whole);
    }

    /** In the header, in every stream, directory and array, and round each of their ends. */
    @Test
    void cutAtEveryKindOfPlace_isNoSlide() throws IOException {
        TiffPlaces places = new TiffPlaces(whole);
        TreeSet<Integer> cuts = new TreeSet<>();
        for (int length = 0; length < 20; length++) {
            cuts.add(length);
            cuts.add(whole.length - 1 - length);
        }
        for (var kind : java.util.List.of(places.entries, places.values, places.streams)) {
            for (int place : kind) {
                cuts.addAll(java.util.List.of(place - 1, place, place + 1, place + places.entryBytes / 2));
            }
        }
        for (int length : cuts) {
            Files.write(file, Arrays.copyOf(whole, length));
            assertThat(reason(file)).as("cut at %d of %d", length, whole.length).isIn("not-a-slide", "incomplete");
        }
    }

    @Test
    void arrivingSlide_isRefusedUntilItsLastByte() throws IOException {
        Files.write(file, new byte[0]);
        for (int from = 0; from < whole.length; from += 997) {
            assertThat(reason(file)).as("%d bytes", from).isIn("not-a-slide", "incomplete");
            int to = Math.min(whole.length, from + 997);
            Files.write(file, Arrays.copyOfRange(whole, from, to), StandardOpenOption.APPEND);
        }
        assertThat(reason(file)).isEqualTo("pixels");
    }

    /** As a download that allocates the file first: its length is right, its pages come in any order. */
    @Test
    void sparseSlide_givesPixelsOrAReason() throws IOException {
        for (int page = 0; page * 4096 < whole.length; page++) {
            Files.delete(file);
            try (FileChannel channel = FileChannel.open(
                    file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE, StandardOpenOption.SPARSE)) {
                for (int at = 0; at < whole.length; at += 4096) {
                    if (at / 4096 != page) {
                        channel.write(ByteBuffer.wrap(whole, at, Math.min(4096, whole.length - at)), at);
                    }
                }
                if (channel.size() < whole.length) {
                    channel.write(ByteBuffer.wrap(new byte[1]), whole.length - 1);
                }
            }
            assertThat(reason(file))
                    .as("without page %d", page)
                    .isIn("pixels", "incomplete", "unreadable", "not-a-slide");
        }
    }

    enum Change {
        APPENDED,
        CUT,
        EMPTIED,
        ZEROED,
        OVERWRITTEN,
        REPLACED,
        DELETED
    }

    @ParameterizedTest
    @EnumSource
    void slideChangedWhileOpen_givesItsPixelsOrSaysSo(Change change) throws Exception {
        for (ReaderChoice choice : ReaderChoice.values()) {
            writeFile();
            try (SlideReader reader = SlideReaders.open(file, choice, new TileCache(0))) {
                Level0Region region = new Level0Region(300, 200, 224, 224);
                long before = Crc.of(reader.read(region, 0));
                change(change);
                for (int y = 0; y < 500; y += 100) {
                    Optional<SlideException> failure = read(reader, new Level0Region(300, y, 224, 20));
                    failure.ifPresent(e -> assertThat(e.reason().label())
                            .as("%s, %s: %s", change, choice, e.getMessage())
                            .isIn("changed", "vanished", "unreadable"));
                }
                if (change == Change.APPENDED || change == Change.REPLACED || change == Change.DELETED) {
                    Optional<SlideException> failure = read(reader, region);
                    if (failure.isEmpty()) {
                        assertThat(Crc.of(reader.read(region, 0)))
                                .as("%s, %s", change, choice)
                                .isEqualTo(before);
                    }
                }
            }
        }
    }

    private void change(Change change) throws IOException {
        switch (change) {
            case APPENDED -> Files.write(file, new byte[5000], StandardOpenOption.APPEND);
            case CUT -> {
                try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
                    channel.truncate(whole.length / 3);
                }
            }
            case EMPTIED -> Files.write(file, new byte[0]);
            case ZEROED -> Files.write(file, new byte[whole.length]);
            case OVERWRITTEN -> Files.write(file, other);
            case REPLACED ->
                Files.move(Files.write(folder.resolve("other.svs"), other), file, StandardCopyOption.REPLACE_EXISTING);
            case DELETED -> Files.delete(file);
        }
    }

    private static Optional<SlideException> read(SlideReader reader, Level0Region region) {
        try {
            assertThat(reader.read(region, 0).rgb()).hasSize(region.width() * region.height());
            return Optional.empty();
        } catch (SlideException e) {
            return Optional.of(e);
        }
    }

    /** {@code pixels} if all of the slide can be read. */
    private static String reason(Path slide) {
        try (SlideReader reader = SlideReaders.open(slide)) {
            for (Level level : reader.properties().levels()) {
                reader.read(new Level0Region(0, 0, 700, 520), level.index());
            }
            return "pixels";
        } catch (SlideException e) {
            return e.reason().label();
        }
    }
}

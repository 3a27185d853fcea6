package io.slidestream.slides;

import static org.assertj.core.api.Assertions.assertThat;

import io.slidestream.contracts.Level0Region;
import io.slidestream.slides.codec.TileCache;
import io.slidestream.slides.open.ReaderChoice;
import io.slidestream.slides.open.SlideReaders;
import io.slidestream.synthetic.SlideContainer;
import io.slidestream.synthetic.SyntheticSlide;
import io.slidestream.synthetic.TileCoding;
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

    /** The other containers and codecs that are read directly. */
    enum Format {
        JPEG_2000("slide.svs", SlideContainer.SVS, TileCoding.JPEG_2000),
        APERIO_RAW("slide.svs", SlideContainer.SVS, TileCoding.RAW),
        NDPI("slide.ndpi", SlideContainer.NDPI, TileCoding.JPEG),
        OME_TIFF("slide.ome.tiff", SlideContainer.OME_TIFF, TileCoding.DEFLATE),
        PHILIPS("slide.tiff", SlideContainer.PHILIPS, TileCoding.JPEG),
        DICOM("slide.dcm", SlideContainer.DICOM, TileCoding.JPEG);

        final String name;
        final SlideContainer container;
        final TileCoding coding;

        Format(String name, SlideContainer container, TileCoding coding) {
            this.name = name;
            this.container = container;
            this.coding = coding;
        }

        Path write(Path folder, int seed) throws IOException {
            Path slide = Files.createDirectories(folder).resolve(name);
            SyntheticSlide.builder()
                    .size(768, 512)
                    .jpegTilePx(64)
                    .seed(seed)
                    .container(container)
                    .coding(coding)
                    .write(slide);
            return slide;
        }
    }

    @ParameterizedTest
    @EnumSource
    void everyFormatChangedWhileOpen_givesItsPixelsOrSaysSo(Format format) throws Exception {
        byte[] another = Files.readAllBytes(format.write(folder.resolve("other"), 9));
        for (Change change : Change.values()) {
            file = format.write(folder.resolve(change.name()), 1);
            try (SlideReader reader = SlideReaders.open(file, ReaderChoice.AUTO, new TileCache(0))) {
                Level0Region region = new Level0Region(300, 200, 224, 224);
                long before = Crc.of(reader.read(region, 0));
                change(file, change, another);
                for (Level level : reader.properties().levels()) {
                    for (int y = 0; y < 500; y += 100) {
                        read(reader, new Level0Region(300, y, 20, 12), level.index())
                                .ifPresent(e -> assertThat(e.reason().label())
                                        .as("%s: %s", change, e.getMessage())
                                        .isIn("changed", "vanished", "unreadable"));
                    }
                }
                if (change == Change.APPENDED || change == Change.REPLACED || change == Change.DELETED) {
                    Optional<SlideException> failure = read(reader, region);
                    if (failure.isEmpty()) {
                        assertThat(Crc.of(reader.read(region, 0)))
                                .as("%s", change)
                                .isEqualTo(before);
                    }
                }
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void everyFormatCutShort_isNoSlide(Format format) throws Exception {
        file = format.write(folder, 1);
        byte[] all = Files.readAllBytes(file);
        for (int part = 0; part < 24; part++) {
            Files.write(file, Arrays.copyOf(all, part * all.length / 24));
            assertThat(reason(file)).as("%d of 24 parts", part).isIn("not-a-slide", "incomplete");
        }
        Files.write(file, Arrays.copyOf(all, all.length - 64)); // an NDPI ends with padding
        assertThat(reason(file)).as("all but the end").isIn("not-a-slide", "incomplete");
    }

    private void change(Change change) throws IOException {
        change(file, change, other);
    }

    private static void change(Path file, Change change, byte[] another) throws IOException {
        int length = (int) Files.size(file);
        switch (change) {
            case APPENDED -> Files.write(file, new byte[5000], StandardOpenOption.APPEND);
            case CUT -> {
                try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
                    channel.truncate(length / 3);
                }
            }
            case EMPTIED -> Files.write(file, new byte[0]);
            case ZEROED -> Files.write(file, new byte[length]);
            case OVERWRITTEN -> Files.write(file, another);
            case REPLACED ->
                Files.move(
                        Files.write(file.resolveSibling("another.part"), another),
                        file,
                        StandardCopyOption.REPLACE_EXISTING);
            case DELETED -> Files.delete(file);
        }
    }

    private static Optional<SlideException> read(SlideReader reader, Level0Region region) {
        return read(reader, region, 0);
    }

    private static Optional<SlideException> read(SlideReader reader, Level0Region region, int level) {
        try {
            assertThat(reader.read(region, level).rgb()).isNotEmpty();
            return Optional.empty();
        } catch (SlideException e) {
            return Optional.of(e);
        }
    }

    /** {@code pixels} if all of the slide can be read. */
    private static String reason(Path slide) {
        try (SlideReader reader = SlideReaders.open(slide)) {
            for (Level level : reader.properties().levels()) {
                reader.read(new Level0Region(0, 0, 700, 500), level.index());
            }
            return "pixels";
        } catch (SlideException e) {
            return e.reason().label();
        }
    }
}

package io.slidestream.mapfiles.results;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.slidestream.contracts.BlockScored;
import io.slidestream.contracts.Level0Region;
import io.slidestream.contracts.RejectionReason;
import io.slidestream.contracts.SlideFacts;
import io.slidestream.contracts.SlideTiled;
import io.slidestream.contracts.TileGrid;
import io.slidestream.contracts.TileScore;
import io.slidestream.mapfiles.formats.MapFormat;
import io.slidestream.mapfiles.map.MapSettings;
import io.slidestream.mapfiles.map.SlideTitles;
import io.slidestream.mapfiles.pictures.Thumbnails;
import io.slidestream.slides.RgbImage;
import io.slidestream.slides.SlideException;
import io.slidestream.testkit.MapSamples;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RenderingTest {
    private static final Set<MapFormat> ALL = MapFormats.of(List.of("all"));

    /** Everything that a manifest can tell, with numbers that do not round. */
    private static final SlideTiled MANIFEST = MapSamples.familiar(MapSamples.manifest(
                    MapSamples.slide("ward/S1"),
                    new TileGrid(40 * 224 - 100, 9 * 224 - 50, 0.2531, 224, 224),
                    MapSamples.KATHER,
                    3))
            .withFacts(new SlideFacts(
                    List.of("the slide is said to be smaller than it is"),
                    new Level0Region(100, 50, 4000, 1500),
                    "the TIFF tags (XResolution)",
                    0.12345678901));

    @TempDir
    @SuppressWarnings("NullAway.Init") // by JUnit
    Path root;

    @Test
    void otherSettings_giveTheBytesOfAFirstWritingWithThem() throws IOException {
        ResultsSettings other = new ResultsSettings(ALL, new MapSettings(2, 0.3, "STR", 0.7, SlideTitles.IDS));
        Path expected = write("expected", other);
        Path rendered = write("rendered", ResultsSettings.DEFAULT);

        render(rendered, new RenderingChange(ALL, 2, 0.3, "STR", 0.7, SlideTitles.IDS), RenderingTest::pink);

        assertThat(bytes(rendered)).isEqualTo(bytes(expected)).hasSizeGreaterThan(20);
    }

    @Test
    void fewerFormats_fromThePackedTable_andBack() throws IOException {
        Path expected = write("expected", ResultsSettings.DEFAULT);
        Path rendered = write("rendered", ResultsSettings.DEFAULT);

        render(rendered, formats("map"), RenderingTest::pink);
        assertThat(bytes(rendered).keySet()).containsExactly("summary.json", "tiles.csv.gz", "tumor-map.png");
        render(rendered, formats("default"), RenderingTest::pink);

        assertThat(bytes(rendered)).isEqualTo(bytes(expected));
    }

    @Test
    void whatIsNotChanged_isKept() throws IOException {
        ResultsSettings settings = new ResultsSettings(
                MapFormats.of(List.of("csv", "html")), new MapSettings(1, 0.25, "STR", 0.6, SlideTitles.IDS));
        Path folder = write("kept", settings);
        Map<String, String> before = bytes(folder);
        render(folder, RenderingChange.NONE, RenderingTest::pink);
        assertThat(bytes(folder)).isEqualTo(before);
        assertThat(StoredMap.in(folder).settings()).isEqualTo(settings);
    }

    @Test
    void slideThatIsGone_keepsItsEarlierPicture() throws IOException {
        Path folder = write("gone", ResultsSettings.DEFAULT);
        byte[] thumbnail = Files.readAllBytes(folder.resolve("thumbnail.png"));
        render(folder, new RenderingChange(null, 1, null, null, null, null), RenderingTest::gone);
        assertThat(folder.resolve("thumbnail.png")).hasBinaryContent(thumbnail);
        assertThat(Files.readString(folder.resolve("summary.json"))).doesNotContain("drawn on white");
    }

    @Test
    void notesOnFiles_areThoseOfTheLastWriting() throws IOException {
        Path folder = write("white", ResultsSettings.DEFAULT, RenderingTest::gone);
        assertThat(Files.readString(folder.resolve("summary.json"))).contains("drawn on white");
        render(folder, RenderingChange.NONE, RenderingTest::gone);
        assertThat(Files.readString(folder.resolve("summary.json"))).contains("drawn on white");
        render(folder, RenderingChange.NONE, RenderingTest::pink);
        assertThat(bytes(folder)).isEqualTo(bytes(write("expected", ResultsSettings.DEFAULT)));
    }

    @Test
    void tableThatIsNotWhole_leavesTheMapAsItIs() throws IOException {
        Path folder = write("cut", ResultsSettings.DEFAULT);
        Path table = folder.resolve("tiles.csv");
        List<String> lines = Files.readAllLines(table);
        Files.write(table, lines.subList(0, lines.size() - 1));
        Map<String, String> before = bytes(folder);
        assertThatThrownBy(() -> render(folder, formats("all"), RenderingTest::pink))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("tiles.csv holds " + (lines.size() - 2) + " of " + (lines.size() - 1) + " tiles");
        Files.delete(table);
        assertThatThrownBy(() -> render(folder, formats("all"), RenderingTest::pink))
                .hasMessageContaining("its scores are lost; map the slide again");
        before.remove("tiles.csv");
        assertThat(bytes(folder)).isEqualTo(before);
        try (Stream<Path> left = Files.list(folder.getParent())) {
            assertThat(left).containsExactly(folder);
        }
    }

    @Test
    void mapThatIsWrittenMeanwhile_staysAsItIsNow() throws IOException {
        Path folder = write("meanwhile", ResultsSettings.DEFAULT);
        StoredMap read = StoredMap.in(folder);
        Path unused = write("meanwhile", new ResultsSettings(ALL, MapSettings.DEFAULT), RenderingTest::pink, 99_000);
        Map<String, String> newer = bytes(folder);
        MapResults results = results("meanwhile", ResultsSettings.DEFAULT, RenderingTest::pink, 120_000);
        assertThatThrownBy(() -> results.render(read, RenderingChange.NONE))
                .hasMessageContaining("was written anew meanwhile");
        assertThat(bytes(folder)).isEqualTo(newer);
    }

    @Test
    void settingsThatCannotBe_areRefusedAtBirth() {
        assertThatThrownBy(() -> new RenderingChange(null, null, 1.5, null, null, null))
                .hasMessage("tumorThreshold must be in (0, 1], was 1.5");
    }

    private static RenderingChange formats(String... labels) {
        return new RenderingChange(MapFormats.of(List.of(labels)), null, null, null, null, null);
    }

    private void render(Path folder, RenderingChange change, Thumbnails thumbnails) throws IOException {
        String place = root.relativize(folder).getName(0).toString();
        results(place, ResultsSettings.DEFAULT, thumbnails, 60_000).render(StoredMap.in(folder), change);
    }

    private Path write(String place, ResultsSettings settings) throws IOException {
        return write(place, settings, RenderingTest::pink);
    }

    private Path write(String place, ResultsSettings settings, Thumbnails thumbnails) throws IOException {
        return write(place, settings, thumbnails, 60_000);
    }

    private Path write(String place, ResultsSettings settings, Thumbnails thumbnails, long laterMillis)
            throws IOException {
        List<BlockScored> blocks = MapSamples.blocks(
                MANIFEST,
                cell -> cell.row() == 4 && cell.column() % 7 == 0
                        ? new TileScore.Rejected(RejectionReason.UNREADABLE, "damaged at " + cell.column() % 5)
                        : MapSamples.scored(MANIFEST, cell));
        return Path.of(results(place, settings, thumbnails, laterMillis).write(MANIFEST, blocks.iterator()));
    }

    private MapResults results(String place, ResultsSettings settings, Thumbnails thumbnails, long laterMillis) {
        return new MapResults(
                new FolderResultsStore(root.resolve(place)),
                thumbnails,
                settings,
                Clock.fixed(Instant.ofEpochMilli(MapSamples.SEEN + laterMillis), ZoneOffset.UTC));
    }

    private static RgbImage pink(Object slide, int side) {
        int[] rgb = new int[400 * 88];
        Arrays.setAll(rgb, i -> 0xE8D0DC + i % 16);
        return new RgbImage(400, 88, rgb);
    }

    private static RgbImage gone(Object slide, int side) throws SlideException {
        throw new SlideException(RejectionReason.VANISHED, "it is gone");
    }

    /** Every file below, by its name. */
    private static Map<String, String> bytes(Path folder) throws IOException {
        Map<String, String> bytes = new TreeMap<>();
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                String name = folder.relativize(file).toString();
                byte[] content = Files.readAllBytes(file);
                bytes.put(
                        name,
                        name.equals("summary.json")
                                ? new String(content, java.nio.charset.StandardCharsets.UTF_8)
                                : content.length + " " + HexFormat.of().toHexDigits(Arrays.hashCode(content)));
            }
        }
        return bytes;
    }
}

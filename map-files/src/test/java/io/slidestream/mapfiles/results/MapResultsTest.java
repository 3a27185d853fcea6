package io.slidestream.mapfiles.results;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.slidestream.contracts.BlockScored;
import io.slidestream.contracts.Cell;
import io.slidestream.contracts.Model;
import io.slidestream.contracts.RejectionReason;
import io.slidestream.contracts.SlideRejected;
import io.slidestream.contracts.SlideTiled;
import io.slidestream.contracts.TileGrid;
import io.slidestream.contracts.TileScore;
import io.slidestream.mapfiles.map.IncompleteMapException;
import io.slidestream.mapfiles.map.MapSettings;
import io.slidestream.mapfiles.pictures.Thumbnails;
import io.slidestream.slides.RgbImage;
import io.slidestream.slides.SlideException;
import io.slidestream.testkit.MapSamples;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MapResultsTest {
    private static final Clock CLOCK = Clock.fixed(Instant.ofEpochMilli(MapSamples.SEEN + 60_000), ZoneOffset.UTC);

    /** 5 by 3 tiles, small enough to read its golden files. */
    private static final TileGrid SMALL = new TileGrid(1000, 600, 0.5, 224, 224);

    @TempDir
    @SuppressWarnings("NullAway.Init") // by JUnit
    Path root;

    @Test
    void smallMap_isAsItsGoldenFiles() throws IOException {
        SlideTiled manifest = MapSamples.manifest(MapSamples.slide("S1"), SMALL, MapSamples.KATHER, 1);
        write(manifest, withOneUnread(manifest), MapResultsTest::grey);
        assertGolden("tiles.csv");
        assertGolden("tiles.geojson");
        assertGolden("summary.json");
        assertThat(pixels("tumor-map.png")).isEqualTo(new String(golden("tumor-map.txt"), UTF_8));
    }

    @Test
    void tumourClassThatTheModelLacks_isSaid() throws IOException {
        SlideTiled manifest = MapSamples.manifest(MapSamples.slide("S1"), SMALL, MapSamples.KATHER, 1);
        ResultsSettings settings = new ResultsSettings(MapFormats.DEFAULT, new MapSettings(0, 0.5, "FOO", 0.7));
        new MapResults(new FolderResultsStore(root), MapResultsTest::grey, settings, CLOCK)
                .write(manifest, withOneUnread(manifest).iterator());
        assertThat(Files.readString(root.resolve("S1/summary.json")))
                .contains(
                        "no tumour regions were measured, because the model has no class FOO; its classes are ADI, BACK");
    }

    /** Three tiles of this map have 0.6 for their class, the others more. */
    @Test
    void unsureTiles_areMarkedAndKeepTheirClass() throws IOException {
        SlideTiled manifest = MapSamples.manifest(MapSamples.slide("S1"), SMALL, MapSamples.KATHER, 1);
        ResultsSettings settings = new ResultsSettings(MapFormats.DEFAULT, new MapSettings(0, 0.5, null, 0.7));
        new MapResults(new FolderResultsStore(root), MapResultsTest::grey, settings, CLOCK)
                .write(manifest, withOneUnread(manifest).iterator());

        List<String> lines = Files.readAllLines(root.resolve("S1/tiles.csv"));
        assertThat(lines)
                .filteredOn(line -> line.endsWith(",true"))
                .hasSize(3)
                .allMatch(line -> line.contains(",0.6,"));
        assertThat(lines).filteredOn(line -> line.endsWith(",false")).hasSize(7);
        assertThat(Files.readString(root.resolve("S1/tiles.geojson")).split("\"unsure\":1", -1))
                .hasSize(4);
        String sure = new String(golden("tumor-map.txt"), UTF_8);
        String marked = pixels("tumor-map.png");
        assertThat(marked).startsWith("00000000 808D8D8D 80353535 80353535 00000000");
        assertThat(marked.replace("80", "FF")).isEqualTo(sure);
        assertThat(Files.readString(root.resolve("S1/summary.json")))
                .contains("\"below\" : 0.7,\n    \"tiles\" : 3,\n    \"areaMm2\" : 0.037632");
    }

    @Test
    void table_hasARowForEachTile_inRowMajorOrder_andSumsToOne() throws IOException {
        SlideTiled manifest = MapSamples.manifest("S1");
        write(manifest, MapSamples.blocks(manifest), MapResultsTest::grey);
        List<String> lines = Files.readAllLines(root.resolve("S1/tiles.csv"));
        assertThat(lines).hasSize((int) manifest.expectedTiles() + 1);
        long last = -1;
        for (String line : lines.subList(1, lines.size())) {
            String[] fields = line.split(",", -1);
            long position = Long.parseLong(fields[1]) * manifest.grid().slideWidthPx() + Long.parseLong(fields[0]);
            assertThat(position).isGreaterThan(last);
            last = position;
            assertThat(Long.parseLong(fields[0]) + 224)
                    .isLessThanOrEqualTo(manifest.grid().slideWidthPx());
            assertThat(Long.parseLong(fields[1]) + 224)
                    .isLessThanOrEqualTo(manifest.grid().slideHeightPx());
            double sum = Arrays.stream(fields, 4, 13)
                    .mapToDouble(Double::parseDouble)
                    .sum();
            assertThat(sum).isBetween(1 - 1e-5, 1 + 1e-5);
        }
    }

    @Test
    void summary_balancesAndAddsUp() throws IOException {
        SlideTiled manifest = MapSamples.manifest("S1");
        write(manifest, withOneUnread(manifest), MapResultsTest::grey);
        JsonNode summary =
                new ObjectMapper().readTree(root.resolve("S1/summary.json").toFile());
        JsonNode ledger = summary.get("ledger");
        assertThat(ledger.get("expected").asLong())
                .isEqualTo(
                        ledger.get("scored").asLong() + ledger.get("rejected").asLong())
                .isEqualTo(manifest.expectedTiles());
        double area = 0;
        double share = 0;
        double activation = 0;
        for (JsonNode row : summary.get("classes")) {
            area += row.get("areaMm2").asDouble();
            share += row.get("share").asDouble();
            activation += row.get("meanActivation").asDouble();
        }
        assertThat(area).isEqualTo(summary.get("tissue").get("scoredMm2").asDouble(), within(1e-5));
        assertThat(share).isEqualTo(1, within(1e-5));
        assertThat(activation).isEqualTo(1, within(1e-5));
    }

    @Test
    void mapThatWasCalledOff_leavesAnEarlierOneWhereItIs() throws IOException {
        SlideTiled manifest = MapSamples.manifest("S1");
        SlideRejected cancelled = new SlideRejected(
                manifest.mapId(),
                2,
                manifest.slide(),
                RejectionReason.CANCELLED,
                "somebody called it off",
                MapSamples.SEEN);
        MapResults results = new MapResults(new FolderResultsStore(root), MapResultsTest::grey, CLOCK);
        Path folder = Path.of(results.write(cancelled));
        assertThat(folder.resolve("summary.json")).content().contains("\"cancelled\"");

        assertThat(results.write(manifest, MapSamples.blocks(manifest).iterator()))
                .isEqualTo(folder.toUri());
        assertThat(results.write(cancelled)).isEqualTo(folder.toUri());
        assertThat(folder.resolve("tiles.csv")).exists();
        assertThat(folder.resolve("summary.json")).content().contains("\"mapped\"");
    }

    /** A disk that fills while a picture is written must be named, not hidden behind the picture's format. */
    @Test
    void fullDisk_isTheCauseThatIsTold() {
        Path full = Path.of("/dev/full");
        assumeTrue(Files.exists(full), "this system has no /dev/full");
        SlideTiled manifest = MapSamples.manifest("S1");
        ResultsStore store = (slide, map) -> new ResultsDraft() {
            @Override
            public OutputStream create(String name) throws IOException {
                return name.endsWith(".png") ? Files.newOutputStream(full) : OutputStream.nullOutputStream();
            }

            @Override
            public void drop(String name) {}

            @Override
            public URI publish(String marker) {
                throw new AssertionError("published although the disk is full");
            }

            @Override
            public void close() {}
        };
        assertThatThrownBy(() -> new MapResults(store, MapResultsTest::grey, CLOCK)
                        .write(manifest, MapSamples.blocks(manifest).iterator()))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("No space left on device");
    }

    @Test
    void slideThatIsGone_costsOnlyTheOverlaysBackground() throws IOException {
        SlideTiled manifest = MapSamples.manifest("S1");
        write(manifest, MapSamples.blocks(manifest), (slide, side) -> {
            throw new SlideException(RejectionReason.VANISHED, "S1.svs is gone");
        });
        assertThat(root.resolve("S1/summary.json")).content().contains("drawn on white", "S1.svs is gone");
        BufferedImage overlay = ImageIO.read(root.resolve("S1/overlay.png").toFile());
        assertThat(overlay.getWidth()).isGreaterThan(1600);
    }

    /** A slide of 70,000 columns of tiles has no place in a frame of DICOM, but a map all the same. */
    @Test
    void formatThatCannotHoldTheMap_costsItsFileOnly() throws IOException {
        TileGrid wide = new TileGrid(70_000, 1, 0.5, 1, 1);
        SlideTiled manifest = MapSamples.manifest(MapSamples.slide("S1"), wide, List.of("tumor", "rest"), 1);
        new MapResults(
                        new FolderResultsStore(root),
                        MapResultsTest::grey,
                        new ResultsSettings(MapFormats.of(List.of("map", "html", "dicom")), MapSettings.DEFAULT),
                        CLOCK)
                .write(manifest, MapSamples.blocks(manifest).iterator());
        assertThat(root.resolve("S1/dicom")).doesNotExist();
        assertThat(root.resolve("S1/tumor-map.png")).exists();
        JsonNode summary =
                new ObjectMapper().readTree(root.resolve("S1/summary.json").toFile());
        assertThat(summary.get("formats")).hasSize(2);
        assertThat(root.resolve("S1/report.html")).content().contains("dicom could not be made");
        assertThat(summary.get("notes").get(0).asText()).contains("dicom could not be made", "70000 x 1 cells");
    }

    @Test
    void otherClasses_haveColoursOfTheirOwn() throws IOException {
        List<String> names = List.of("tumour, solid", "say \"rest\"");
        SlideTiled manifest = MapSamples.manifest(MapSamples.slide("S1"), SMALL, names, 1);
        write(manifest, MapSamples.blocks(manifest), MapResultsTest::grey);
        assertThat(Files.readAllLines(root.resolve("S1/tiles.csv")).get(0))
                .isEqualTo(
                        "minx,miny,width,height,\"prob_tumour, solid\",\"prob_say \"\"rest\"\"\",status,entropy,unsure");
        assertThat(pixels("tumor-map.png")).contains("E62E2E");
    }

    /** Who may write to Kafka may write this; the map was tried again for ever, and the service never ready. */
    @ParameterizedTest
    @ValueSource(strings = {"{\"a\u0000", "[", "7", "{\"transform\": [7, null]}"})
    void configurationThatIsNone_keepsNoMapFromItsFiles(String configuration) throws IOException {
        SlideTiled plain = MapSamples.manifest("S1");
        Model of = plain.model();
        SlideTiled manifest =
                plain.withModel(new Model(of.id(), of.name(), of.classNames(), 224, 0.5, 1, configuration));
        new MapResults(
                        new FolderResultsStore(root),
                        MapResultsTest::grey,
                        new ResultsSettings(MapFormats.of(List.of("wsinfer")), MapSettings.DEFAULT),
                        CLOCK)
                .write(manifest, MapSamples.blocks(manifest).iterator());
        assertThat(root.resolve("S1/summary.json")).isRegularFile();
        assertThat(root.resolve("S1/wsinfer")).isDirectory();
    }

    @Test
    void unfamiliarTiles_areColumnsAndAnArea_whereTheModelTells() throws IOException {
        SlideTiled plain = MapSamples.manifest("S1");
        Model silent = plain.model();
        Model tells =
                new Model(silent.id(), silent.name(), silent.classNames(), 224, 0.5, 1, silent.wsinferConfig(), true);
        SlideTiled manifest = new SlideTiled(
                plain.mapId(),
                plain.attempt(),
                plain.slide(),
                plain.grid(),
                tells,
                plain.expectedTiles(),
                plain.vendor(),
                plain.seenAtMillis(),
                0,
                0,
                0,
                plain.facts());
        AtomicInteger scored = new AtomicInteger();
        List<BlockScored> blocks = MapSamples.blocks(plain).stream()
                .map(block -> new BlockScored(
                        block.mapId(),
                        block.attempt(),
                        block.blockIndex(),
                        block.tiles(),
                        block.scores().stream()
                                .map(score -> score instanceof TileScore.Scored tile
                                        ? new TileScore.Scored(
                                                tile.probabilities(), scored.getAndIncrement() < 2 ? 1.5f : 0.25f)
                                        : score)
                                .toList(),
                        block.engine(),
                        block.readNanos(),
                        block.inferNanos(),
                        block.scoredAtMillis()))
                .toList();

        write(manifest, blocks, MapResultsTest::grey);

        List<String> rows = Files.readAllLines(root.resolve("S1/tiles.csv"));
        assertThat(rows.get(0)).endsWith(",status,entropy,unsure,distance,unfamiliar");
        assertThat(rows).filteredOn(row -> row.endsWith(",1.5,true")).hasSize(2);
        assertThat(rows).filteredOn(row -> row.endsWith(",0.25,false")).hasSize(scored.get() - 2);
        assertThat(rows)
                .allMatch(row -> row.split(",", -1).length == rows.get(0).split(",", -1).length);
        JsonNode summary =
                new ObjectMapper().readTree(root.resolve("S1/summary.json").toFile());
        assertThat(summary.at("/unfamiliar/tiles").asInt()).isEqualTo(2);
        assertThat(summary.at("/unfamiliar/areaMm2").asDouble()).isBetween(0.01, 0.03);
        assertThat(root.resolve("S1/report.html")).content().contains("unlike what the model was trained on");
    }

    @Test
    void missingBlock_writesNothing() {
        SlideTiled manifest = MapSamples.manifest("S1");
        List<BlockScored> some = MapSamples.blocks(manifest).subList(1, 4);
        assertThatThrownBy(() -> write(manifest, some, MapResultsTest::grey))
                .isInstanceOf(IncompleteMapException.class)
                .hasMessageContaining("of " + manifest.expectedTiles() + " tiles");
        assertThat(root).isEmptyDirectory();
    }

    private void write(SlideTiled manifest, List<BlockScored> blocks, Thumbnails thumbnails) throws IOException {
        new MapResults(new FolderResultsStore(root), thumbnails, CLOCK).write(manifest, blocks.iterator());
    }

    private static List<BlockScored> withOneUnread(SlideTiled manifest) {
        return MapSamples.blocks(
                manifest,
                cell -> cell.equals(new Cell(2, 1))
                        ? new TileScore.Rejected(RejectionReason.UNREADABLE, "a damaged JPEG at 448,224")
                        : MapSamples.scored(manifest, cell));
    }

    private static RgbImage grey(Object slide, int side) {
        int[] rgb = new int[side * side];
        Arrays.fill(rgb, 0x808080);
        return new RgbImage(side, side, rgb);
    }

    /** Versions of this build stand in the summary; they are taken out before comparing. */
    private void assertGolden(String name) throws IOException {
        String actual = Files.readString(root.resolve("S1").resolve(name))
                .replaceAll("\"(slidestream|kafka|java)\" : \"[^\"]*\"", "\"$1\" : \"\"");
        assertThat(actual).isEqualTo(new String(golden(name), UTF_8));
    }

    private static byte[] golden(String name) throws IOException {
        try (InputStream in = MapResultsTest.class.getResourceAsStream("/golden/" + name)) {
            return Objects.requireNonNull(in, name).readAllBytes();
        }
    }

    /** ARGB in hex, a line a row: PNG's bytes depend on the zlib of the Java that wrote them. */
    private String pixels(String name) throws IOException {
        BufferedImage image = ImageIO.read(root.resolve("S1").resolve(name).toFile());
        StringBuilder text = new StringBuilder();
        for (int y = 0; y < image.getHeight(); y++) {
            for (int x = 0; x < image.getWidth(); x++) {
                text.append(x == 0 ? "" : " ").append(String.format("%08X", image.getRGB(x, y)));
            }
            text.append('\n');
        }
        return text.toString();
    }

    private static org.assertj.core.data.Offset<Double> within(double tolerance) {
        return org.assertj.core.data.Offset.offset(tolerance);
    }
}

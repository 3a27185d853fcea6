package io.slidestream.mapfiles.results;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.slidestream.contracts.Cell;
import io.slidestream.contracts.Level0Region;
import io.slidestream.contracts.RejectionReason;
import io.slidestream.contracts.SlideFacts;
import io.slidestream.contracts.SlideTiled;
import io.slidestream.contracts.TileGrid;
import io.slidestream.contracts.TileScore;
import io.slidestream.mapfiles.formats.MapFormat;
import io.slidestream.mapfiles.map.MapSettings;
import io.slidestream.mapfiles.map.SlideTitles;
import io.slidestream.slides.RgbImage;
import io.slidestream.testkit.MapSamples;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.text.PDFTextStripper;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One map in every format: 300 by 20 cells, so that pyramids have two levels. */
class AllFormatsTest {
    private static final String NAME = "ward 7/Müller & <b>S1";
    private static final SlideTiled MANIFEST = MapSamples.manifest(
            MapSamples.slide(NAME), new TileGrid(300 * 224 - 100, 20 * 224 - 50, 0.25, 224, 224), MapSamples.KATHER, 1);

    @TempDir
    @SuppressWarnings("NullAway.Init") // by JUnit
    static Path root;

    @SuppressWarnings("NullAway.Init") // before all
    private static Path folder;

    @BeforeAll
    static void write() throws IOException {
        folder = write(root.resolve("first"), MapFormats.of(List.of("all")), 1_000);
    }

    @Test
    void everyFile_isThere() throws IOException {
        assertThat(bytes(folder).keySet())
                .contains(ResultFiles.ALL.stream()
                        .filter(name -> name.contains(".") && !name.endsWith(".zarr") && !name.endsWith(".gz"))
                        .toArray(String[]::new))
                .contains(
                        "dicom/classes.dcm", "dicom/probabilities.dcm", "wsinfer/model-outputs-csv/Müller & <b>S1.csv")
                .noneMatch(name -> name.startsWith("."));
    }

    @Test
    void equalScores_giveEqualBytes_whenever() throws IOException {
        Path again = write(root.resolve("second"), MapFormats.of(List.of("all")), 99_000);
        Map<String, String> first = bytes(folder);
        Map<String, String> second = bytes(again);
        first.remove("summary.json");
        second.remove("summary.json");
        assertThat(second).isEqualTo(first);
    }

    @Test
    void fewerFormats_takeTheOthersAway() throws IOException {
        Path fewer = root.resolve("fewer");
        Path unused = write(fewer, MapFormats.of(List.of("all")), 1_000);
        assertThat(bytes(write(fewer, MapFormats.of(List.of("wsinfer", "map")), 2_000))
                        .keySet())
                .allMatch(name -> name.startsWith("wsinfer/")
                        || Set.of("tumor-map.png", "summary.json", "tiles.csv.gz")
                                .contains(name))
                .hasSize(6);
    }

    /** QuPath's rules: an object's type inside its properties, closed rings, ids that are UUIDs, measurements by name. */
    @Test
    void geoJson_isAsQuPathReadsIt() throws IOException {
        assertQuPath("tiles.geojson", "tile");
        assertQuPath("tumor-regions.geojson", "annotation");
        assertQuPath("class-regions.geojson", "annotation");
    }

    /** QuPath crops a slide to openslide.bounds, so its pixel (0, 0) is their corner. */
    @Test
    void filesForQuPath_countFromTheBounds_andTheSummaryNamesThem() throws IOException {
        SlideTiled bounded = MANIFEST.withFacts(new SlideFacts(
                List.of(), new Level0Region(1000, 500, 40_000, 3000), "the TIFF tags (XResolution)", 0.25));
        Path cropped = write(
                root.resolve("cropped"),
                bounded,
                new ResultsSettings(MapFormats.of(List.of("all")), new MapSettings(1, 0.5, null, 0.5)),
                1_000);
        String wsinfer = "wsinfer/model-outputs-geojson/" + "Müller & <b>S1.json";

        for (String file : List.of("tiles.geojson", "tumor-regions.geojson", "class-regions.geojson", wsinfer)) {
            JsonNode whole = json(folder, file).at("/features/0/geometry/coordinates/0/0");
            JsonNode shifted = json(cropped, file).at("/features/0/geometry/coordinates/0/0");
            assertThat(shifted.get(0).asLong()).as(file).isEqualTo(whole.get(0).asLong() - 1000);
            assertThat(shifted.get(1).asLong()).as(file).isEqualTo(whole.get(1).asLong() - 500);
        }
        assertThat(cropped.resolve("tiles.csv")).hasSameBinaryContentAs(folder.resolve("tiles.csv"));
        JsonNode summary = json(cropped, "summary.json");
        assertThat(summary.get("frame"))
                .hasToString("{\"origin\":\"openslide.bounds\",\"x\":1000,\"y\":500,\"width\":40000,\"height\":3000}");
        assertThat(summary.at("/slide/mppSource").asText()).isEqualTo("the TIFF tags (XResolution)");
        assertThat(summary.at("/ink/share").asDouble()).isEqualTo(0.25);
        assertThat(Files.readString(cropped.resolve("report.html")))
                .contains("25.00 % of the slide", "the TIFF tags (XResolution)");
    }

    private static void assertQuPath(String file, String objectType) throws IOException {
        JsonNode features = json(file).get("features");
        Set<UUID> ids = new HashSet<>();
        assertThat(features).isNotEmpty();
        for (JsonNode feature : features) {
            assertThat(ids.add(UUID.fromString(feature.get("id").asText()))).isTrue();
            assertThat(feature.get("type").asText()).isEqualTo("Feature");
            assertThat(feature.at("/geometry/type").asText()).isEqualTo("Polygon");
            for (JsonNode ring : feature.at("/geometry/coordinates")) {
                assertThat(ring.size()).isGreaterThanOrEqualTo(5);
                assertThat(ring.get(0)).isEqualTo(ring.get(ring.size() - 1));
                for (JsonNode point : ring) {
                    assertThat(point.get(0).asLong())
                            .isBetween(0L, MANIFEST.grid().slideWidthPx());
                    assertThat(point.get(1).asLong())
                            .isBetween(0L, MANIFEST.grid().slideHeightPx());
                }
            }
            JsonNode properties = feature.get("properties");
            assertThat(properties.get("objectType").asText()).isEqualTo(objectType);
            assertThat(properties.at("/classification/name").asText()).isNotEmpty();
            assertThat(properties.at("/classification/color").size()).isEqualTo(3);
            properties
                    .path("measurements")
                    .forEach(value -> assertThat(value.isNumber()).isTrue());
        }
    }

    @Test
    void tumorRegions_stayInTheSummary() throws IOException {
        JsonNode tumor = json("summary.json").get("tumorRegions");
        JsonNode features = json("tumor-regions.geojson").get("features");
        assertThat(tumor.get("count").asInt()).isEqualTo(features.size()).isPositive();
        assertThat(tumor.get("className").asText()).isEqualTo("TUM");
        double area = 0;
        double before = Double.MAX_VALUE;
        for (JsonNode feature : features) {
            double of = feature.at("/properties/measurements/Area µm^2").asDouble();
            assertThat(of).isLessThanOrEqualTo(before);
            before = of;
            area += of / 1e6;
        }
        assertThat(area).isEqualTo(tumor.get("areaMm2").asDouble(), org.assertj.core.data.Offset.offset(1e-4));
        assertThat(json("summary.json").get("formats")).hasSize(MapFormats.ALL.size());
    }

    @Test
    void wsinferTable_isWithoutStatusAndUnreadTiles() throws IOException {
        Path csv;
        try (Stream<Path> files = Files.list(folder.resolve("wsinfer/model-outputs-csv"))) {
            csv = files.findFirst().orElseThrow();
        }
        List<String> ours = Files.readAllLines(folder.resolve("tiles.csv"));
        List<String> theirs = ours.stream()
                .filter(line -> line.contains(",scored,") || line.contains(",status,"))
                .map(line -> line.replaceFirst(",(scored|status),.*", ""))
                .toList();
        assertThat(theirs).hasSizeLessThan(ours.size());
        assertThat(Files.readAllLines(csv)).isEqualTo(theirs);
    }

    /** As Python's {@code json.dump} has the dataclass of WSInfer 0.6. */
    @Test
    void wsinferMetadata_tellsTheModelsConfiguration() throws IOException {
        Path metadata;
        try (Stream<Path> files = Files.list(folder.resolve("wsinfer"))) {
            metadata = files.filter(file -> file.getFileName().toString().startsWith("run_metadata_"))
                    .findFirst()
                    .orElseThrow();
        }
        JsonNode config = new ObjectMapper().readTree(metadata.toFile()).at("/model/config");
        assertThat(config.fieldNames())
                .toIterable()
                .containsExactly(
                        "architecture",
                        "num_classes",
                        "patch_size_pixels",
                        "spacing_um_px",
                        "class_names",
                        "transform");
        assertThat(config.get("architecture").asText()).isEqualTo("squeezenet1_1");
        assertThat(config.get("transform"))
                .hasToString("[{\"name\":\"ToTensor\",\"arguments\":null},{\"name\":\"Normalize\","
                        + "\"arguments\":{\"mean\":[0.5,0.5,0.5],\"std\":[1,1,1]}}]");
    }

    @Test
    void zarrLabels_nameEachCellsClass() throws IOException {
        JsonNode image = json("tumor-map.ome.zarr/zarr.json").at("/attributes/ome");
        assertThat(image.at("/version").asText()).isEqualTo("0.5");
        assertThat(image.at("/multiscales/0/datasets").size()).isEqualTo(2);
        assertThat(image.at("/multiscales/0/datasets/1/coordinateTransformations/0/scale/2")
                        .asDouble())
                .isEqualTo(112);
        assertThat(image.at("/multiscales/0/datasets/1/coordinateTransformations/1/translation/2")
                        .asDouble())
                .isEqualTo(28);
        JsonNode array = json("tumor-map.ome.zarr/labels/classes/0/zarr.json");
        assertThat(array.get("shape").toString()).isEqualTo("[20,300]");
        byte[] labels = chunk("labels/classes/0/c/0/0");
        byte[] right = chunk("labels/classes/0/c/0/1");
        ByteBuffer tumor = ByteBuffer.wrap(chunk("0/c/8/0/0")).order(ByteOrder.LITTLE_ENDIAN);
        Files.readAllLines(folder.resolve("tiles.csv")).stream().skip(1).forEach(line -> {
            String[] fields = line.split(",", -1);
            int column = (Integer.parseInt(fields[0]) + 223) / 224;
            int row = (Integer.parseInt(fields[1]) + 223) / 224;
            int label = (column < 256 ? labels[row * 256 + column] : right[row * 256 + column - 256]) & 0xFF;
            if (fields[13].equals("scored")) {
                assertThat(Float.parseFloat(fields[3 + label])).isGreaterThanOrEqualTo(0.6f);
                if (column < 256) {
                    assertThat(tumor.getFloat(4 * (row * 256 + column))).isEqualTo(Float.parseFloat(fields[12]));
                }
            } else {
                assertThat(label).isEqualTo(10);
            }
        });
        assertThat(tumor.getFloat(0)).as("a corner without tissue").isNaN();
    }

    @Test
    void htmlReport_standsAlone_andIsSafeToOpen() throws IOException {
        String html = Files.readString(folder.resolve("report.html"));
        assertThat(html)
                .contains("<h1>Müller &amp; &lt;b&gt;S1</h1>", "Research use only", "Tumour regions")
                .contains("tiles expected =")
                .doesNotContain("<b>S1", "http:", "https:", "<script", "file:///bucket");
        assertThat(html.split("src=\"data:image/jpeg;base64,", -1)).hasSize(3);
    }

    @Test
    void pdfReport_isOnePageWithTheSameFigures() throws IOException {
        try (PDDocument pdf = Loader.loadPDF(folder.resolve("report.pdf").toFile())) {
            assertThat(pdf.getNumberOfPages()).isEqualTo(1);
            assertThat(new PDFTextStripper().getText(pdf))
                    .contains("Müller & <b>S1", "Research use only", "cancer stroma", "What this map cannot")
                    .contains("map " + MANIFEST.mapId().hex());
        }
    }

    @Test
    void filesThatMayLeaveTheHouse_sayNotWhereTheSlideLies_andNoNameWhereNamesAreHidden() throws IOException {
        assertThat(toldBy(folder)).contains("Müller").doesNotContain("ward 7", "file:/", "S1.svs");
        MapSettings hidden = new MapSettings(1, 0.5, null, 0.5).withTitles(SlideTitles.IDS);
        Path other = write(root.resolve("hidden"), new ResultsSettings(MapFormats.of(List.of("all")), hidden), 0);
        assertThat(toldBy(other))
                .contains("slide of map " + MANIFEST.mapId().hex().substring(0, 8))
                .doesNotContain("Müller", "ward 7", "file:/");
    }

    /** All that stands in reports, DICOM and OME files, as text. */
    private static String toldBy(Path of) throws IOException {
        StringBuilder all = new StringBuilder();
        for (String name :
                List.of("dicom/classes.dcm", "dicom/probabilities.dcm", "probabilities.ome.tiff", "report.html")) {
            byte[] bytes = Files.readAllBytes(of.resolve(name));
            all.append(new String(bytes, StandardCharsets.UTF_8)).append('\n');
        }
        try (PDDocument pdf = Loader.loadPDF(of.resolve("report.pdf").toFile())) {
            all.append(new PDFTextStripper().getText(pdf))
                    .append(pdf.getDocumentInformation().getTitle());
        }
        return all.toString();
    }

    private static Path write(Path to, Set<MapFormat> formats, long laterMillis) throws IOException {
        return write(to, new ResultsSettings(formats, new MapSettings(1, 0.5, null, 0.5)), laterMillis);
    }

    private static Path write(Path to, ResultsSettings settings, long laterMillis) throws IOException {
        return write(to, MANIFEST, settings, laterMillis);
    }

    private static Path write(Path to, SlideTiled manifest, ResultsSettings settings, long laterMillis)
            throws IOException {
        MapResults results = new MapResults(
                new FolderResultsStore(to),
                (slide, side) -> {
                    int[] rgb = new int[200 * 14];
                    Arrays.fill(rgb, 0xE8D0DC);
                    return new RgbImage(200, 14, rgb);
                },
                settings,
                Clock.fixed(Instant.ofEpochMilli(MapSamples.SEEN + laterMillis), ZoneOffset.UTC));
        return Path.of(results.write(
                manifest,
                MapSamples.blocks(
                                manifest,
                                cell -> cell.equals(new Cell(150, 10))
                                        ? new TileScore.Rejected(RejectionReason.UNREADABLE, "damaged")
                                        : MapSamples.scored(manifest, cell))
                        .iterator()));
    }

    private static JsonNode json(String name) throws IOException {
        return json(folder, name);
    }

    private static JsonNode json(Path in, String name) throws IOException {
        return new ObjectMapper().readTree(in.resolve(name).toFile());
    }

    private static byte[] chunk(String name) throws IOException {
        try (GZIPInputStream in = new GZIPInputStream(
                Files.newInputStream(folder.resolve("tumor-map.ome.zarr").resolve(name)))) {
            return in.readAllBytes();
        }
    }

    /** Every file below, by its name. */
    private static Map<String, String> bytes(Path folder) throws IOException {
        Map<String, String> bytes = new TreeMap<>();
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                bytes.put(
                        folder.relativize(file).toString(),
                        Arrays.hashCode(Files.readAllBytes(file)) + " " + Files.size(file));
            }
        }
        return bytes;
    }
}

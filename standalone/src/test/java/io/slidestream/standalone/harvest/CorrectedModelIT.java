package io.slidestream.standalone.harvest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.slidestream.catalog.CatalogSettings;
import io.slidestream.catalog.CatalogStore;
import io.slidestream.catalog.people.Correction;
import io.slidestream.contracts.SlideTiled;
import io.slidestream.contracts.SlideVersion;
import io.slidestream.mapfiles.map.MapSettings;
import io.slidestream.mapfiles.results.FolderResultsStore;
import io.slidestream.mapfiles.results.MapFormats;
import io.slidestream.mapfiles.results.MapResults;
import io.slidestream.mapfiles.results.ResultsSettings;
import io.slidestream.slides.RgbImage;
import io.slidestream.slides.store.FolderSlideStore;
import io.slidestream.standalone.Slidestream;
import io.slidestream.synthetic.SyntheticSlide;
import io.slidestream.synthetic.TruthCell;
import io.slidestream.testkit.MapSamples;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A laboratory's own work: what people corrected on three slides becomes a model that scores it right. */
class CorrectedModelIT {
    private static final Path MODEL = Path.of("..", "models", "crc-nine-class");
    private static final TileSpec SPEC = new TileSpec(MapSamples.KATHER, 224, 0.5);

    @TempDir
    @SuppressWarnings("NullAway.Init") // by JUnit
    Path root;

    @Test
    void correctionsOfThreeCases_trainAModelThatScoresThemRight() throws Exception {
        Path maps = root.resolve("maps");
        int corrected = 0;
        try (CatalogStore store = CatalogStore.open(new CatalogSettings(null).of(Files.createDirectories(maps)))) {
            for (int seed : new int[] {7, 10, 15}) {
                corrected += correct(seed, maps, store);
            }
        }
        assertThat(corrected).isEqualTo(6);

        run("harvest", maps, "--out", root.resolve("tiles"), "--agreed", 0);
        run("train", root.resolve("tiles"), "--groups", "case", "--encoder", MODEL, "--out", root.resolve("better"));
        assertThat(root.resolve("better/metrics.json")).content().contains("by case (column case of index.csv)");
        run("evaluate", root.resolve("better"), root.resolve("tiles"), "--out", root.resolve("report"));

        JsonNode accuracy = new ObjectMapper()
                .readTree(root.resolve("report/report.json").toFile())
                .findValue("accuracy");
        assertThat(accuracy.path("tiles").asInt()).isGreaterThan(20);
        assertThat(accuracy.path("correct").asInt())
                .isEqualTo(accuracy.path("tiles").asInt());
    }

    /** Ada says of one place each where the slide's tumour and stroma are; its map knows neither. */
    private int correct(int seed, Path maps, CatalogStore store) throws Exception {
        Path file = Files.createDirectories(root.resolve("bucket")).resolve("S" + seed + ".svs");
        SyntheticSlide synthetic =
                SyntheticSlide.builder().seed(seed).size(3000, 2500).mpp(0.5).write(file);
        SlideVersion slide = FolderSlideStore.version(file);
        SlideTiled manifest = MapSamples.manifest(slide, SPEC.grid(3000, 2500, 0.5), MapSamples.KATHER, 1);
        var unused = new MapResults(
                        new FolderResultsStore(maps),
                        (one, side) -> new RgbImage(1, 1, new int[1]),
                        new ResultsSettings(MapFormats.of(Set.of()), MapSettings.DEFAULT),
                        Clock.systemUTC())
                .write(manifest, MapSamples.blocks(manifest).iterator());
        int corrected = 0;
        for (String label : List.of("TUM", "STR")) {
            TruthCell cell = synthetic.truth().stream()
                    .filter(one -> one.tissue().name().equals(label))
                    .findFirst()
                    .orElseThrow();
            store.corrections()
                    .put(new Correction(
                            UUID.randomUUID(),
                            manifest.mapId(),
                            slide.location(),
                            slide.name(),
                            CorrectedTilesTest.region(
                                            label,
                                            "Ada",
                                            (int) cell.region().x(),
                                            (int) cell.region().y(),
                                            (int) (cell.region().x()
                                                    + cell.region().width()),
                                            (int) (cell.region().y()
                                                    + cell.region().height()))
                                    .region(),
                            label,
                            "",
                            "Ada",
                            Instant.parse("2026-01-02T03:04:05Z")));
            corrected++;
        }
        return corrected;
    }

    private static void run(Object... words) {
        StringWriter said = new StringWriter();
        String[] args = java.util.Arrays.stream(words).map(String::valueOf).toArray(String[]::new);
        int exit = Slidestream.commandLine()
                .setOut(new PrintWriter(said, true))
                .setErr(new PrintWriter(said, true))
                .execute(args);
        assertThat(exit).as(said.toString()).isZero();
    }
}

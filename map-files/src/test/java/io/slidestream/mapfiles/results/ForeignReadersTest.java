package io.slidestream.mapfiles.results;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.slidestream.contracts.Cell;
import io.slidestream.contracts.RejectionReason;
import io.slidestream.contracts.SlideTiled;
import io.slidestream.contracts.TileGrid;
import io.slidestream.contracts.TileScore;
import io.slidestream.mapfiles.map.MapSettings;
import io.slidestream.slides.RgbImage;
import io.slidestream.testkit.MapSamples;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The files agree with tiles.csv when others' software reads them; skipped where it is not installed. */
class ForeignReadersTest {
    @TempDir
    @SuppressWarnings("NullAway.Init") // by JUnit
    static Path root;

    @SuppressWarnings("NullAway.Init") // before all
    private static Path folder;

    /** 300 by 20 cells. */
    @BeforeAll
    static void write() throws IOException {
        SlideTiled manifest = MapSamples.manifest(
                MapSamples.slide("S1"),
                new TileGrid(300 * 224 - 100, 20 * 224 - 50, 0.25, 224, 224),
                MapSamples.KATHER,
                1);
        MapResults results = new MapResults(
                new FolderResultsStore(root),
                (slide, side) -> new RgbImage(1, 1, new int[1]),
                new ResultsSettings(
                        MapFormats.of(List.of("csv", "regions", "class-regions", "ome-tiff", "dicom")),
                        MapSettings.DEFAULT),
                Clock.systemUTC());
        folder = Path.of(results.write(
                manifest,
                MapSamples.blocks(
                                manifest,
                                cell -> cell.equals(new Cell(150, 10))
                                        ? new TileScore.Rejected(RejectionReason.UNREADABLE, "damaged")
                                        : MapSamples.scored(manifest, cell))
                        .iterator()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"tifffile", "pydicom", "shapely"})
    void python_readsWhatTheTableSays(String library) throws Exception {
        Path python = Path.of("/usr/bin/python3"); // Debian's own, for which its packages are
        assumeTrue(
                Files.isExecutable(python) && run(python.toString(), "-c", "import numpy, " + library).exit == 0,
                "python3-" + library + " is not installed: the files are not read by it");
        Path script = root.resolve("check_results.py");
        try (InputStream in = Objects.requireNonNull(getClass().getResourceAsStream("/check_results.py"))) {
            Files.write(script, in.readAllBytes());
        }
        Outcome outcome = run(python.toString(), script.toString(), library, folder.toString());
        assertThat(outcome.exit).as(outcome.output).isZero();
        assertThat(outcome.output).contains("agrees");
    }

    @ParameterizedTest
    @ValueSource(strings = {"probabilities", "classes"})
    void dicomObjects_areValid(String name) throws Exception {
        assumeTrue(
                Files.isExecutable(Path.of("/usr/bin/dciodvfy")),
                "dicom3tools is not installed: the DICOM objects are not validated by it");
        Outcome outcome = run(
                "/usr/bin/dciodvfy", folder.resolve("dicom/" + name + ".dcm").toString());
        assertThat(outcome.output).doesNotContain("Error");
    }

    @Test
    void vips_readsThePyramid() throws Exception {
        assumeTrue(
                Files.isExecutable(Path.of("/usr/bin/vipsheader")),
                "libvips-tools is not installed: the OME-TIFF is not read by it");
        String tiff = folder.resolve("probabilities.ome.tiff").toString();
        assertThat(run("/usr/bin/vipsheader", tiff + "[page=9]").output).contains("300x20 float, 1 band");
        assertThat(run("/usr/bin/vipsheader", tiff + "[page=9,subifd=0]").output)
                .contains("150x10 float, 1 band");
    }

    private record Outcome(int exit, String output) {}

    private static Outcome run(String... command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        process.getOutputStream().close();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Outcome(process.waitFor(), output);
    }
}

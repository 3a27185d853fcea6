package io.slidestream.system.attack;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.slidestream.contracts.SlideTiled;
import io.slidestream.mapfiles.map.MapSettings;
import io.slidestream.mapfiles.results.FolderResultsStore;
import io.slidestream.mapfiles.results.MapFormats;
import io.slidestream.mapfiles.results.MapResults;
import io.slidestream.mapfiles.results.ResultsSettings;
import io.slidestream.slides.RgbImage;
import io.slidestream.slides.s3.S3Metrics;
import io.slidestream.slides.s3.SlideCache;
import io.slidestream.standalone.Slidestream;
import io.slidestream.synthetic.SyntheticSlide;
import io.slidestream.system.Checkout;
import io.slidestream.testkit.MapSamples;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is read after a run: tables, the terminal, folders that others prepared. */
@Attack
class HostileResultsTest {
    @TempDir
    Path folder;

    /** A cohort silently lacked each patient below such a folder. */
    @Test
    void reportLeavesOutNoSlide_whateverItsFolderIsCalled() throws IOException {
        List<String> names = List.of("dicom/S1", "wsinfer/S2", "summary.json", "lab/tiles.csv/S3", "S4");
        for (String name : names) {
            map(name, MapSamples.KATHER);
        }
        Said said = slidestream("report", folder);
        assertThat(said.status()).as(said.text()).isZero();
        assertThat(rows())
                .extracting(row -> row.substring(0, row.indexOf(',')))
                .containsExactlyInAnyOrderElementsOf(names);
    }

    /** A spreadsheet runs what begins like a formula. */
    @Test
    void formulas_areTextInTables() throws IOException {
        for (String name : List.of("=cmd|' C calc'!A0", "+1+1", "-rf", "@SUM(A1)")) {
            map(name, List.of("=A", "TUM"));
        }
        assertThat(slidestream("report", folder).status()).isZero();
        assertThat(rows()).hasSize(4).allMatch(row -> row.startsWith("'") || row.startsWith("\"'"));
    }

    @Test
    void tumourClassThatTheModelLacks_isAMistakeOfTheUser() throws IOException {
        Path slide = folder.resolve("S1.svs");
        SyntheticSlide.builder().size(300, 300).write(slide);
        Said said = slidestream(
                "run",
                slide,
                "--out",
                folder.resolve("maps"),
                "--model",
                Checkout.path("models/crc-nine-class"),
                "--tumor-class",
                "FOO");
        assertThat(said.status()).isEqualTo(2);
        assertThat(said.text()).contains("--tumor-class: the model has no class FOO; it has ADI");
        assertThat(folder.resolve("maps")).doesNotExist();
    }

    /** A scanner's text, or who wrote the file, had the terminal clear itself and forge a line. */
    @Test
    void textsOfSlides_commandNoTerminal() throws IOException {
        Path slide = folder.resolve("\u001b]0;owned\u0007 a\nb.svs");
        SyntheticSlide.builder().size(300, 300).write(slide);
        String bytes = new String(Files.readAllBytes(slide), ISO_8859_1);
        Files.write(slide, bytes.replace("MPP = 0.5", "\u001b[2J= 0.5").getBytes(ISO_8859_1));
        assertThat(Files.size(slide)).isEqualTo(bytes.length());
        Said said = slidestream("info", slide);
        assertThat(said.text()).contains("\\u001b").doesNotContain("\u001b", "\u0007", "\nb.svs");
    }

    /** Who made the folder first read and exchanged the slides that others downloaded. */
    @Test
    void cacheThatOthersCanWriteTo_isRefused() throws IOException {
        S3Metrics metrics = new S3Metrics(new SimpleMeterRegistry());
        Path open = Files.createDirectory(folder.resolve("open"));
        Files.setPosixFilePermissions(open, PosixFilePermissions.fromString("rwxrwxrwx"));
        assertThatThrownBy(() -> SlideCache.in(open, 100, metrics)).isInstanceOf(IOException.class);
        Path link = Files.createSymbolicLink(folder.resolve("link"), Files.createDirectory(folder.resolve("other")));
        assertThatThrownBy(() -> SlideCache.in(link, 100, metrics)).isInstanceOf(IOException.class);
    }

    private List<String> rows() throws IOException {
        return Files.readAllLines(folder.resolve("cohort.csv")).stream().skip(1).toList();
    }

    private void map(String name, List<String> classes) throws IOException {
        MapResults results = new MapResults(
                new FolderResultsStore(folder),
                (slide, side) -> new RgbImage(1, 1, new int[1]),
                new ResultsSettings(MapFormats.of(List.of("csv")), MapSettings.DEFAULT),
                Clock.systemUTC());
        SlideTiled manifest = MapSamples.manifest(MapSamples.slide(name), MapSamples.GRID, classes, 1);
        results.write(manifest, MapSamples.blocks(manifest).iterator());
    }

    private record Said(int status, String text) {}

    /** The command in this JVM, with what it said on both streams. */
    private static Said slidestream(Object... arguments) {
        PrintStream out = System.out;
        PrintStream err = System.err;
        ByteArrayOutputStream said = new ByteArrayOutputStream();
        try (PrintStream both = new PrintStream(said, true, StandardCharsets.UTF_8)) {
            System.setOut(both);
            System.setErr(both);
            int status = Slidestream.commandLine()
                    .execute(Arrays.stream(arguments).map(Object::toString).toArray(String[]::new));
            return new Said(status, said.toString(StandardCharsets.UTF_8));
        } finally {
            System.setOut(out);
            System.setErr(err);
        }
    }
}

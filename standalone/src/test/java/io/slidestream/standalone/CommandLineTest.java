package io.slidestream.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

class CommandLineTest {
    private static final int USAGE = 2;
    private static final Path MODEL = Path.of("..", "models", "crc-nine-class");

    @TempDir
    Path folder;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private Path slide;

    @BeforeEach
    void slide() throws IOException {
        slide = Files.writeString(folder.resolve("s.svs"), "text");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--mpp 0       | --mpp must be in 0.05..5 microns, was 0.0",
                "--mpp NaN     | --mpp must be in 0.05..5 microns, was NaN",
                "--stride 0    | --stride must be above 0 and at most 1, was 0.0",
                "--stride 1.5  | --stride must be above 0 and at most 1, was 1.5",
                "--batch -1    | --batch must be in 1..1024, or 0 to have it found, was -1",
                "--batch many  | 'many' is not a whole number",
                "--threads -1  | --threads must be in 0..1024, was -1",
                "--model gone  | gone",
                "--formats hdf | there is no format 'hdf'; there are csv, geojson, regions,",
                "--smooth 9    | --smooth must be in 0..5, was 9",
                "--tumor-threshold 0 | --tumor-threshold must be in (0, 1], was 0.0",
                "--agian       | Unknown option: '--agian'"
            })
    void wrongOptionsOfRun_areNamed(String options, String message) {
        assertThat(run(options, "run", slide, "--out", folder.resolve("maps"))).isEqualTo(USAGE);

        assertThat(err.toString()).contains(message).doesNotContain("\tat ");
        assertThat(folder.resolve("maps")).doesNotExist();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--settle 0    | --settle must be in 1..86400 seconds, was 0",
                "--port 70000  | --port must be in 0..65535, was 70000",
                "--incomplete-limit 0 | --incomplete-limit must be in 1..100000 minutes, was 0"
            })
    void wrongOptionsOfWatch_areNamed(String options, String message) {
        assertThat(run(options, "watch", folder, "--out", folder.resolve("maps"), "--model", MODEL))
                .isEqualTo(USAGE);

        assertThat(err.toString()).contains(message).doesNotContain("\tat ");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--size 400      | --size must be width and height in pixels as 40000x30000, was 400",
                "--size 10x10    | widthPx must be in 64..1000000, was 10",
                "--mpp 50        | mpp must be in 0.05..5 microns per pixel, was 50.0",
                "--colour cmyk   | --colour must be one of [4:2:0, 4:4:4, rgb], was cmyk",
                "--quality 0     | quality must be in 1..100, was 0",
                "--jpeg-tile 250 | jpegTilePx must be a multiple of 16, was 250",
                "--from gone.svs | gone.svs does not exist",
            })
    void wrongOptionsOfSynth_areNamed(String options, String message) {
        assertThat(run(options, "synth", folder.resolve("new.svs"))).isEqualTo(USAGE);

        assertThat(err.toString()).contains(message).doesNotContain("\tat ");
        assertThat(folder.resolve("new.svs")).doesNotExist();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "status        | whose slides? Give --out DIR, as 'slidestream watch' had it, or --kafka HOST:PORT",
                "status --out gone | no watch or run is running with --out gone; start it, or give --kafka HOST:PORT",
                "status --kafka 127.0.0.1:1 --state lost | --state must be of [seen, settling, submitted, tiled, mapped,",
                "status --client gone | cannot read gone",
                "retry S1      | whose slides?",
                "retry S1 --mpp 0 --kafka 127.0.0.1:1 | --mpp must be in 0.05..5 microns, was 0.0",
                "retry         | Missing required parameter: 'NAME'"
            })
    void wrongUseOfStatusAndRetry_isNamed(String command, String message) {
        String[] words = command.split(" ");
        String options = String.join(" ", java.util.Arrays.asList(words).subList(1, words.length));
        assertThat(run(options, words[0])).isEqualTo(USAGE);

        assertThat(err.toString()).contains(message).doesNotContain("\tat ");
    }

    /** The reason must not scroll away. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "run S1.svs --out m --mpp abc | 'abc' is not a number",
                "run S1.svs --out m --threads x | 'x' is not a whole number",
                "run S1.svs --outt m | Possible solutions: --out",
                "run S1.svs | Missing required option: '--out=DIR'",
                "runn | Did you mean: slidestream run?",
                "rnu | Did you mean: slidestream run?",
                "view --viewr 127.0.0.1:1 maps | Possible solutions: --viewer"
            })
    void wrongOption_isToldInAFewLines_withTheWayToTheRest(String command, String message) {
        String[] words = command.split(" ");
        String options = String.join(" ", java.util.Arrays.asList(words).subList(1, words.length));
        assertThat(run(options, words[0])).isEqualTo(USAGE);

        assertThat(err.toString()).contains(message, "--help");
        assertThat(err.toString().lines()).hasSizeLessThan(6);
    }

    @Test
    void whatIsNotThere_isWrongUse() {
        assertThat(run("", "run", folder.resolve("gone.svs"), "--out", folder)).isEqualTo(USAGE);
        assertThat(err.toString()).contains("slidestream: " + folder.resolve("gone.svs"));

        assertThat(run("", "watch", folder.resolve("gone"), "--out", folder, "--model", MODEL))
                .isEqualTo(USAGE);
        assertThat(err.toString()).contains(folder.resolve("gone") + " is no folder that can be read");
    }

    @Test
    void whatWouldBePassedOver_isRefused() {
        assertThat(run("", "synth", folder.resolve("picture.png"))).isEqualTo(USAGE);
        assertThat(err.toString()).contains("picture.png does not say which format to write: let it end in .svs,");
        assertThat(folder.resolve("picture.png")).doesNotExist();

        assertThat(run("--viewer 127.0.0.1:1", "run", folder, "--out", folder.resolve("m")))
                .isEqualTo(USAGE);
        assertThat(err.toString()).contains("--viewer and --case are for the web viewer: add --view");
    }

    @Test
    void synth_writesASlideAndItsTruth() {
        assertThat(run("--size 600x500 --mpp 0.25", "synth", folder.resolve("new.svs")))
                .isZero();

        assertThat(out.toString()).contains("600x500 px at 0.25 microns per pixel");
        assertThat(folder.resolve("new.svs")).isNotEmptyFile();
        assertThat(folder.resolve("new.svs.truth.csv")).content().startsWith("minx,miny,width,height,class\n");
    }

    @Test
    void report_writesBothTables_orSaysThatThereAreNoMaps() throws IOException {
        assertThat(run("", "report", folder)).isEqualTo(USAGE);
        assertThat(err.toString()).contains("no maps in " + folder);

        Files.createDirectories(folder.resolve("maps/S1"));
        Files.writeString(folder.resolve("maps/S1/summary.json"), """
                {"state":"rejected","mapId":"0","reason":"no-tissue","message":"nothing","slide":{"name":"S1"}}""");
        assertThat(run("", "report", folder.resolve("maps"), "--out", folder.resolve("tables")))
                .isZero();
        assertThat(folder.resolve("tables/cohort.csv")).content().contains("S1,rejected,no-tissue,", ",nothing,");
        assertThat(folder.resolve("tables/cohort.html")).content().contains("no-tissue", "../maps/S1/summary.json");
        assertThat(folder.resolve("tables")).isDirectoryNotContaining("glob:**/.*");
    }

    @Test
    void synthFromASlide_keepsItsResolution_andIsNotWrittenOverIt() {
        Path source = folder.resolve("source.svs");
        assertThat(run("--size 600x500 --mpp 0.25", "synth", source)).isZero();

        assertThat(run("--size 900x700 --colour rgb --bigtiff", "synth", folder.resolve("new.svs"), "--from", source))
                .isZero();
        assertThat(out.toString()).contains("900x700 px at 0.25 microns per pixel");
        assertThat(folder.resolve("new.svs.truth.csv")).doesNotExist();

        assertThat(run("", "synth", source, "--from", source)).isEqualTo(USAGE);
        assertThat(err.toString()).contains("is the slide to be written; name another");
    }

    @Test
    void whatIsInTheWayOfAnOutput_isNamed_withWhatToDo() throws IOException {
        Path state =
                Files.createFile(Files.createDirectory(folder.resolve("maps")).resolve(".slidestream"));
        assertThat(run("", "run", slide, "--out", folder.resolve("maps"), "--model", MODEL))
                .isEqualTo(USAGE);
        assertThat(err.toString())
                .contains(state + " is there already, and no folder): move that away, or give an --out")
                .doesNotContain("Exception");

        Path tiles = Files.createDirectories(folder.resolve("tiles/a")).resolveSibling("");
        assertThat(run("", "train", tiles, "--out", slide.resolve("model"))).isEqualTo(USAGE);
        assertThat(err.toString()).contains(slide + " is no folder; name another place for it");
    }

    @Test
    void help_listsEveryCommand() {
        assertThat(run("", "--help")).isZero();

        assertThat(out.toString())
                .contains("run", "watch", "demo", "info", "synth", "train", "test", "Research software");
    }

    private int run(String options, Object... arguments) {
        List<String> all = new ArrayList<>();
        for (Object argument : arguments) {
            all.add(argument.toString());
        }
        all.addAll(options.isBlank() ? List.of() : List.of(options.strip().split(" ")));
        CommandLine commands = Slidestream.commandLine().setOut(new PrintWriter(out, true));
        return commands.setErr(new PrintWriter(err, true)).execute(all.toArray(String[]::new));
    }
}

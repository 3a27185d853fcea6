package io.slidestream.standalone.commands;

import static org.assertj.core.api.Assertions.assertThat;

import io.slidestream.proving.bench.SuiteMarkdown;
import io.slidestream.standalone.Slidestream;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AllBenchCommandTest {
    private static final Path FIGURES = Path.of("../docs/performance.json");

    @TempDir
    Path folder;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @Test
    void theTablesInTheDocumentation_areThoseOfTheirFile() throws IOException {
        String document = Files.readString(Path.of("../docs/performance.md"));

        assertThat(SuiteMarkdown.into(document, SuiteMarkdown.read(FIGURES)))
                .as("old; ./slidestream bench all --from docs/performance.json --into docs/performance.md")
                .isEqualTo(document);
    }

    @Test
    void figuresOfAFile_arePrintedAndReplaceWhatIsBetweenTheMarkers() throws IOException {
        Path document = folder.resolve("doc.md");
        Files.writeString(document, "above\n" + SuiteMarkdown.BEGIN + "old\n" + SuiteMarkdown.END + "below\n");

        Path figures = folder.resolve("figures.json");
        Files.writeString(figures, """
                {"benchmark": "all", "loadAtStart": 3, "machine": {"cpu": "Some CPU", "processors": 2},
                 "read": [{"scan": "20x", "results": [
                  {"reader": "bare decode", "order": "blocks", "threads": 1, "tilesPerSecond": 5094},
                  {"reader": "direct", "order": "blocks", "threads": 1, "tilesPerSecond": 4372, "ratioToBareDecode": 0.834}]}],
                 "small": {"slide": "s.svs", "wallSeconds": 9.3, "wallSecondsRounds": [9.0, 9.3, 10.1]}}
                """);

        assertThat(bench("--from", figures, "--into", document)).as("%s", err).isZero();

        assertThat(out.toString())
                .contains("Some CPU, 2 cores", "the machine was busy", "**9.3 s** (9.0, 9.3, 10.1)")
                .contains("| 20x, blocks, 1 thread | – | 4,372 | 5,094 | – | 0.83 |");
        assertThat(document).hasContent("above\n" + SuiteMarkdown.BEGIN + out + SuiteMarkdown.END + "below\n");
    }

    @Test
    void whatCannotBeUsed_isSaidBeforeAnythingIsMeasured() throws IOException {
        Path other = folder.resolve("other");
        Files.writeString(other, "{}");

        assertThat(bench("--from", other)).isEqualTo(2);
        assertThat(bench("--into", other)).isEqualTo(2);
        assertThat(bench("--json", folder)).isEqualTo(2);
        assertThat(bench("--size", "big")).isEqualTo(2);
        assertThat(bench("--rounds", "0")).isEqualTo(2);
        assertThat(err.toString())
                .contains("holds no figures of 'bench all'", "must hold these two lines", "it is a folder")
                .contains("--size must be width and height", "--rounds must be in 1..1000, was 0")
                .doesNotContain("\tat ");
    }

    private int bench(Object... options) {
        return Slidestream.commandLine()
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(Stream.concat(
                                Stream.of("bench", "all"), Stream.of(options).map(Object::toString))
                        .toArray(String[]::new));
    }
}

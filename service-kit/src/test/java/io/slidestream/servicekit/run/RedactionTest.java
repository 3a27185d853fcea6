package io.slidestream.servicekit.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.slidestream.contracts.SeenNames;
import io.slidestream.contracts.SlideVersion;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RedactionTest {
    private static final String DIGITS = "(slide|file)-[0-9a-f]{12}\\b";

    private final NameKey key = NameKey.of("a secret");
    private final Redaction redaction = Redaction.of(List.of("/slides", "/maps", "s3://scans"), key);

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "file:///slides/Smith%20J.svs has arrived; its map is 12ab | slide-######## has arrived; its map is 12ab",
                "tiled file:///slides/in/Smith.tiff (map 12ab, attempt 1) | tiled slide-######## (map 12ab, attempt 1)",
                "s3://scans/lab/Smith%20John.svs: access denied | slide-########: access denied",
                "s3://scans/lab/Smith John.svs: access denied | slide-########: access denied",
                "cannot open /slides/Smith John.ome.tiff: No such file | cannot open slide-########: No such file",
                "Smith John.ome.tiff is a link | slide-######## is a link",
                "written in 3 ms to file:///maps/Smith/ | written in 3 ms to file-########",
                "/maps/Smith John/wsinfer is full | file-########",
                "the folder /slides cannot be listed | the folder /slides cannot be listed",
                "bucket s3://scans cannot be listed | bucket s3://scans cannot be listed",
                "partition 3 of /other/S1.svs | partition 3 of /other/S1.svs",
            })
    void namesBecomeIds_andTheRestStays(String line, String wanted) {
        see("file:///slides/Smith%20J.svs", "file:///slides/in/Smith.tiff", "s3://scans/lab/Smith%20John.svs");
        see("file:///slides/Smith%20John.ome.tiff");
        assertThat(redaction.apply(line).replaceAll(DIGITS, "$1-########")).isEqualTo(wanted);
    }

    /** Names that end a rule which looks for their end. Each holds MARY, and is met in six forms. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "O'Brien MARY.svs",
                "\"MARY\".svs",
                "x.tif MARY.svs",
                "x.svs copy of MARY.svs",
                "MARY.svs",
                "MARY",
                " MARY.svs",
                "MARY .svs ",
                "a.json/MARY.svs",
                "cases.svs/MARY.tif",
                "cases.dcm/in/MARY",
                "MARY: No such file.svs",
                "is (map) MARY.svs",
                "MARY\nDOE.svs",
                "x\nMARY.svs",
                "x\r\nMARY.svs",
                "x\tMARY.svs",
                "100% MARY.svs",
                "%4dMARY.svs",
                "MARY%2e%2e.svs",
                "MARY+x&y=1#z?.svs",
                "[MARY].svs",
                "<b>MARY</b>.svs",
                "$(MARY).svs",
                "{} MARY {}.svs",
                "\\MARY.svs",
                "MARY, J.; 1970.svs",
                "ö MARY ü.svs",
                "😀 MARY.svs",
                "\u001b[2JMARY.svs",
                "s3://MARY.svs",
                "slides/MARY.svs",
                "-MARY.svs",
                "..MARY.svs",
            })
    void hostileNames_areGone_knownOrNot(String name) {
        Path path = Path.of("/slides/" + name);
        String uri = path.toUri().toString();
        List<String> lines = List.of(
                uri + " has arrived; its map is 12ab",
                "cannot open " + path + ": No such file",
                "failed\njava.io.IOException: " + path + "\n\tat x.Y.z\nCaused by: " + path + ": gone\n\t... 3 more\n",
                "'" + path + "' is not complete: its end is missing",
                "s3://scans/" + name + ": access denied",
                "left out /maps/" + name + "/summary.json.");
        Redaction knowsNothing =
                new Redaction(Redaction.roots(List.of("/slides", "/maps")), key, SeenNames.ofThisProcess());
        for (String line : lines) {
            assertThat(knowsNothing.apply(line)).doesNotContain("MARY", "DOE");
        }
        see(uri);
        for (String line : lines) {
            assertThat(redaction.apply(line)).doesNotContain("MARY", "DOE");
        }
        assertThat(redaction.apply(lines.get(0))).isEqualTo(redaction.apply(uri) + " has arrived; its map is 12ab");
        assertThat(redaction.apply(lines.get(2))).contains("java.io.IOException: ", "\tat x.Y.z\n", "Caused by: ");
    }

    @Test
    void everyFormOfOneSlide_hasTheSameId() {
        see("file:///slides/S%201.svs");
        String id = key.slide("file:///slides/S%201.svs");

        assertThat(redaction.apply("/slides/S 1.svs: gone")).isEqualTo(id + ": gone");
        assertThat(redaction.apply("file:///slides/S%201.svs: gone")).isEqualTo(id + ": gone");
        assertThat(redaction.apply("S 1.svs: gone")).isEqualTo(id + ": gone");
        assertThat(redaction.apply("/slides/S 2.svs")).isNotEqualTo(id);
    }

    @Test
    void slideOfAMessage_isKnown() {
        SlideVersion slide = new SlideVersion("file:///elsewhere/Doe%20Mary.svs", "1", "Doe Mary");
        assertThat(redaction.apply("block 3 of Doe Mary is late"))
                .isEqualTo("block 3 of " + key.slide(slide.location()) + " is late");
    }

    @Test
    void ids_cannotBeCheckedWithoutTheKey() {
        assertThat(key.slide("file:///a.svs"))
                .matches("slide-[0-9a-f]{12}")
                .isEqualTo(NameKey.of("a secret").slide("file:///a.svs"))
                .isNotEqualTo(NameKey.of("another").slide("file:///a.svs"));
        assertThat(NameKey.random().slide("a")).isNotEqualTo(NameKey.random().slide("a"));
    }

    @Test
    void keyOfAFolder_isItsOwnersAlone_andStays(@TempDir Path folder) throws IOException {
        assertThat(NameKey.existingIn(folder)).isEmpty();
        String id = NameKey.in(folder.resolve("state")).slide("a");
        assertThat(NameKey.in(folder.resolve("state")).slide("a")).isEqualTo(id);
        assertThat(NameKey.existingIn(folder.resolve("state")).orElseThrow().slide("a"))
                .isEqualTo(id);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve("state/redaction.key"))))
                .isEqualTo("rw-------");
    }

    @Test
    void aFolderOfAnotherName_isFollowed(@TempDir Path real) throws IOException {
        Path link = Files.createSymbolicLink(real.resolveSibling(real.getFileName() + "-link"), real);
        Redaction linked = Redaction.of(List.of(link.toString()), key);

        assertThat(linked.apply("read " + real.toRealPath().resolve("Smith.svs")))
                .doesNotContain("Smith");
        assertThat(linked.apply("read " + link.resolve("Smith.svs"))).doesNotContain("Smith");
        Files.delete(link);
    }

    private static void see(String... locations) {
        List.of(locations).forEach(SeenNames.ofThisProcess()::see);
    }
}

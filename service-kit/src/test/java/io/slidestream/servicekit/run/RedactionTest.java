package io.slidestream.servicekit.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RedactionTest {
    private final Redaction redaction = Redaction.of(List.of("/slides", "/maps", "s3://scans"));

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "file:///slides/Smith%20J.svs has arrived; its map is 12ab | slide-######## has arrived; its map is 12ab",
                "tiled file:///slides/in/Smith.tiff (map 12ab, attempt 1) | tiled slide-######## (map 12ab, attempt 1)",
                "s3://scans/lab/Smith John.svs: access denied | slide-########: access denied",
                "cannot open /slides/Smith John.ome.tiff: No such file | cannot open slide-########: No such file",
                "written in 3 ms to file:///maps/Smith/ | written in 3 ms to file-########",
                "cannot write /maps/Smith John/summary.json. Make room | cannot write file-########. Make room",
                "/maps/Smith John/wsinfer is full | file-########",
                "the folder /slides cannot be listed | the folder /slides cannot be listed",
                "s3://scans/ cannot be listed | s3://scans/ cannot be listed",
                "partition 3 of /other/S1.svs | partition 3 of /other/S1.svs",
            })
    void namesBecomeIds_andTheRestStays(String line, String wanted) {
        String digits = redaction.apply(line).replaceAll("(slide|file)-[0-9a-f]{8}\\b", "$1-########");

        assertThat(digits).isEqualTo(wanted);
    }

    @Test
    void everyFormOfOneSlide_hasTheSameId() {
        String id = Redaction.id("file:///slides/S%201.svs");

        assertThat(redaction.apply("/slides/S 1.svs: gone")).isEqualTo(id + ": gone");
        assertThat(redaction.apply("file:///slides/S%201.svs: gone")).isEqualTo(id + ": gone");
        assertThat(redaction.apply("/slides/S 2.svs: gone")).isNotEqualTo(id + ": gone");
    }

    @Test
    void allLinesOfAStackTrace_areRedacted() {
        String trace = "failed\njava.io.IOException: /slides/A.svs\n\tat x.Y.z\nCaused by: /maps/B/tiles.csv\n";

        assertThat(redaction.apply(trace))
                .doesNotContain("A.svs", "/B/")
                .contains("IOException: slide-", "\tat x.Y.z\n", "Caused by: file-");
    }

    @Test
    void aFolderOfAnotherName_isFollowed(@TempDir Path real) throws java.io.IOException {
        Path link = java.nio.file.Files.createSymbolicLink(real.resolveSibling(real.getFileName() + "-link"), real);
        Redaction linked = Redaction.of(List.of(link.toString()));

        assertThat(linked.apply("read " + real.toRealPath().resolve("Smith.svs")))
                .doesNotContain("Smith");
        assertThat(linked.apply("read " + link.resolve("Smith.svs"))).doesNotContain("Smith");
        java.nio.file.Files.delete(link);
    }
}

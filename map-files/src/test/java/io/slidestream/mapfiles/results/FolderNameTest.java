package io.slidestream.mapfiles.results;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FolderNameTest {
    private static final Path ROOT = Path.of("/results");

    @ParameterizedTest
    @CsvSource({
        "S1, S1",
        "batch 7/S1.a, batch 7/S1.a",
        "../../etc/passwd, _./_./etc/passwd",
        "/etc/passwd, etc/passwd",
        "a//b/./c/, a/b/_/c",
        "'..', _.",
        "'/', _",
        ".hidden/.writing-x, _hidden/_writing-x",
        "a\\b, a_b",
        "S1/tiles.csv, S1/tiles.csv_",
    })
    void name_becomesAFolderBelowTheRoot(String name, String folder) {
        assertThat(FolderName.below(ROOT, name, "")).isEqualTo(ROOT.resolve(folder));
    }

    @ParameterizedTest
    @ValueSource(strings = {"a\0b", "a\nb", "a\u001bb", "a\u202eb", "a\u2028b"})
    void invisibleLetters_becomeUnderscores(String name) {
        assertThat(FolderName.below(ROOT, name, "")).isEqualTo(ROOT.resolve("a_b"));
    }

    @Test
    void longNames_areCutToWhatFileSystemsTake() {
        Path folder = FolderName.below(ROOT, "x".repeat(300), "-12345678");
        assertThat(folder.getFileName().toString()).hasSize(209).endsWith("x-12345678");
    }

    @Test
    void otherLetters_canBeWrittenInAscii() {
        assertThat(FolderName.percentEncoded("Probe-ü")).isEqualTo("Probe-%C3%BC");
    }
}

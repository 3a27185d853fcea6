package io.slidestream.standalone.commands;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.slidestream.contracts.SlideVersion;
import io.slidestream.slides.s3.S3Settings;
import io.slidestream.slides.s3.SlideFetchers;
import io.slidestream.standalone.terminal.UsageException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SlideSelectionTest {
    @TempDir
    Path folder;

    private Path empty;

    @BeforeEach
    void files() throws IOException {
        empty = Files.createDirectory(folder.resolve("empty"));
        Files.createDirectory(folder.resolve("ward"));
        for (String name : List.of("b.svs", "a.tiff", "notes.txt", "ward/c.ndpi")) {
            Files.writeString(folder.resolve(name), name);
        }
    }

    @Test
    void aFolder_givesTheSlidesBelowIt_byExtension() {
        assertThat(names(folder)).containsExactly("a", "b", "ward/c");
    }

    @Test
    void aFile_isTakenWhateverItsExtension_inTheOrderNamed() {
        assertThat(names(folder.resolve("notes.txt"), folder.resolve("a.tiff"))).containsExactly("notes", "a");
    }

    @Test
    void aSlideNamedTwice_isMappedOnce() throws IOException {
        Path link = Files.createSymbolicLink(folder.resolve("link"), folder.resolve("ward"));

        assertThat(of(folder.resolve("b.svs"), empty.resolve("../b.svs")).slides())
                .hasSize(1);
        assertThat(of(folder.resolve("ward/c.ndpi"), link.resolve("c.ndpi")).slides())
                .hasSize(1);
    }

    @Test
    void aFolderWithoutSlides_isRemarked_andStopsOnlyWhenNothingElseIsThere() {
        String remark = "no slides in " + empty + " (a slide in a folder is told by its extension, as .svs)";

        assertThat(of(empty, folder.resolve("b.svs")).remarks()).containsExactly(remark);
        assertThatThrownBy(() -> of(empty)).isInstanceOf(UsageException.class).hasMessage(remark);
    }

    @Test
    void aPathThatIsNotThere_isWrongUse() {
        Path missing = folder.resolve("missing.svs");

        assertThatThrownBy(() -> of(folder, missing))
                .isInstanceOf(UsageException.class)
                .hasMessageContaining(missing.toString());
    }

    private static SlideSelection of(Path... paths) {
        return SlideSelection.of(
                Stream.of(paths).map(Path::toString).toList(),
                new SlideFetchers(S3Settings.DEFAULT, new SimpleMeterRegistry()));
    }

    private static List<String> names(Path... paths) {
        return of(paths).slides().stream().map(SlideVersion::name).toList();
    }
}

package io.slidestream.contracts.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DraftFolderTest {
    @TempDir
    private Path folder;

    @Test
    void whatMovesIntoPlace_isAllThatIsLeft() throws Exception {
        Path target = folder.resolve("models/model");
        for (String content : List.of("first", "second")) {
            try (DraftFolder draft = DraftFolder.of(target)) {
                Files.writeString(draft.path().resolve("file"), content);
                assertThat(draft.path()).hasParent(folder.resolve("models")).exists();
                draft.moveTo(target);
            }
            assertThat(names(target)).containsExactly("file");
            assertThat(target.resolve("file")).hasContent(content);
            assertThat(names(folder.resolve("models"))).containsExactly("model");
        }
    }

    @Test
    void whatIsClosedUnmoved_isRemovedWithAllThatIsInIt() throws Exception {
        try (DraftFolder draft = DraftFolder.of(folder.resolve("model"));
                DraftFolder another = DraftFolder.of(folder.resolve("model"))) {
            Files.createDirectories(draft.path().resolve("a/b"));
            Files.writeString(draft.path().resolve("a/b/file"), "x");
            assertThat(another.path()).isNotEqualTo(draft.path());
        }
        assertThat(names(folder)).isEmpty();
    }

    @Test
    void whatCannotMove_leavesThePlaceAsItWas() throws Exception {
        Path target = Files.createDirectory(folder.resolve("model"));
        Files.writeString(target.resolve("file"), "old");
        try (DraftFolder draft = DraftFolder.of(target)) {
            Files.delete(draft.path().resolve(".lock"));
            Files.delete(draft.path());
            assertThatThrownBy(() -> draft.moveTo(target)).isInstanceOf(IOException.class);
        }
        assertThat(names(folder)).containsExactly("model");
        assertThat(target.resolve("file")).hasContent("old");
    }

    @Test
    void aSignal_removesTheDraft() throws Exception {
        Process maker = maker();
        try (BufferedReader lines = maker.inputReader()) {
            Path draft = Path.of(lines.readLine());
            assertThat(draft.resolve("file")).exists();
            maker.toHandle().destroy();
            maker.waitFor();
            assertThat(names(folder)).isEmpty();
        } finally {
            maker.destroyForcibly();
        }
    }

    @Test
    void whoIsKilled_leavesItToTheNext_whoLeavesThoseOfTheLiving() throws Exception {
        Process maker = maker();
        try (BufferedReader lines = maker.inputReader()) {
            Path draft = Path.of(lines.readLine());
            Path foreign = Files.createDirectory(folder.resolve(".model.0123abcd"));
            DraftFolder.of(folder.resolve("model")).close();
            assertThat(draft.resolve("file")).as("of a living process").exists();

            maker.destroyForcibly().waitFor();
            DraftFolder.of(folder.resolve("other")).close();
            assertThat(draft).as("for another place").exists();
            DraftFolder.of(folder.resolve("model")).close();
            assertThat(names(folder)).containsExactly(String.valueOf(foreign.getFileName()));
        } finally {
            maker.destroyForcibly();
        }
    }

    @Test
    void aFileInTheWayOfItsParent_isNamed() throws Exception {
        Path file = Files.createFile(folder.resolve("file"));

        assertThatThrownBy(() -> DraftFolder.of(file.resolve("model")))
                .isInstanceOfSatisfying(
                        IOException.class,
                        e -> assertThat(FileFault.words(e)).isEqualTo(file + " is there already, and no folder"));
        assertThat(FileFault.words(new NotDirectoryException("/x"))).isEqualTo("/x is no folder");
    }

    /** Makes a draft of {@code model}, says where, and waits for its end. */
    static final class Maker {
        public static void main(String[] args) throws Exception {
            DraftFolder draft = DraftFolder.of(Path.of(args[0]));
            Files.writeString(draft.path().resolve("file"), "x");
            System.out.println(draft.path());
            var unused = System.in.read();
        }
    }

    private Process maker() throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx32m",
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                        Maker.class.getName(),
                        folder.resolve("model").toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }

    private static List<String> names(Path folder) throws IOException {
        try (Stream<Path> content = Files.list(folder)) {
            return content.map(path -> String.valueOf(path.getFileName()))
                    .sorted()
                    .toList();
        }
    }
}

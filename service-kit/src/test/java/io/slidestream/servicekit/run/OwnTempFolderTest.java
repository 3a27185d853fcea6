package io.slidestream.servicekit.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@SuppressWarnings("NullAway.Init") // by JUnit
class OwnTempFolderTest {
    @TempDir
    Path parent;

    @Test
    void foldersOfProcessesThatEnded_areRemoved_andNothingElse() throws IOException {
        Path dead = parent.resolve("slidestream-process-dead");
        Files.createDirectories(dead.resolve("deep"));
        Files.writeString(dead.resolve("deep/librocksdbjni.so"), "left");
        Files.createFile(parent.resolve("slidestream-process-dead.lock"));
        Path begun = Files.createFile(parent.resolve("slidestream-process-begun.lock"));
        Path unlocked = Files.createDirectory(parent.resolve("slidestream-process-unlocked"));
        Path linked = Files.createDirectory(parent.resolve("elsewhere"));
        Files.writeString(linked.resolve("kept"), "kept");
        Files.createSymbolicLink(parent.resolve("slidestream-process-link"), linked);
        Files.createFile(parent.resolve("slidestream-process-link.lock"));

        Path first = OwnTempFolder.in(parent);
        Path second = OwnTempFolder.in(parent);

        assertThat(dead).doesNotExist();
        assertThat(parent.resolve("slidestream-process-dead.lock")).doesNotExist();
        assertThat(first).as("its process lives").isDirectory();
        assertThat(second).isDirectory();
        assertThat(begun).as("a folder is being made").exists();
        assertThat(unlocked).isDirectory();
        assertThat(linked.resolve("kept")).exists();
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(second)))
                .isEqualTo("rwx------");
    }

    @Test
    void folderOfAProcessThatLives_isKeptByAnotherProcess() throws IOException, InterruptedException {
        Path ours = OwnTempFolder.in(parent);

        Process other = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin/java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Another.class.getName(),
                        parent.toString())
                .inheritIO()
                .start();

        assertThat(other.waitFor()).isZero();
        assertThat(ours).isDirectory();
    }

    /** Another process that makes its folder. */
    static final class Another {
        private Another() {}

        public static void main(String[] arguments) throws IOException {
            OwnTempFolder.in(Path.of(arguments[0]));
        }
    }
}

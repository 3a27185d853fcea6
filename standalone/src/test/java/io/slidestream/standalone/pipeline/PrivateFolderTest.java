package io.slidestream.standalone.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.slidestream.standalone.terminal.UsageException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PrivateFolderTest {
    @TempDir
    Path folder;

    @Test
    void folder_isForItsUserAlone() throws Exception {
        Path made = folder.resolve("a/b");
        PrivateFolder.make(made);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(made)))
                .isEqualTo("rwx------");
    }

    @Test
    void outThatIsAFile_isTheUsersMistake_andSaysWhatToDo() throws Exception {
        Path file = Files.createFile(folder.resolve("file"));
        assertThatThrownBy(() -> PrivateFolder.make(file.resolve(".slidestream")))
                .isInstanceOf(UsageException.class)
                .hasMessageContaining(file + "/.slidestream")
                .hasMessageContaining("an --out that is a folder");
    }
}

package io.slidestream.contracts.files;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.EOFException;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class FileFaultTest {
    static Stream<IOException> faults() {
        return Stream.of(
                new NoSuchFileException("/x"),
                new AccessDeniedException("/x"),
                new FileAlreadyExistsException("/x"),
                new NotDirectoryException("/x"),
                new DirectoryNotEmptyException("/x"),
                new FileSystemLoopException("/x"),
                new FileSystemException("/x"),
                new FileSystemException("/x", null, "No space left on device"),
                new AtomicMoveNotSupportedException("/x", "/y", "Invalid cross-device link"));
    }

    @ParameterizedTest
    @MethodSource("faults")
    void faultOfAFile_isWordsThatNameIt(IOException fault) {
        assertThat(FileFault.words(fault))
                .startsWith("/x")
                .hasSizeGreaterThan("/x".length())
                .doesNotContain("Exception");
    }

    @Test
    void others_areAsTheyAre() {
        assertThat(FileFault.words(new IOException("the pipe is broken"))).isEqualTo("the pipe is broken");
        assertThat(FileFault.words(new EOFException())).isEqualTo("it ends too early");
    }
}

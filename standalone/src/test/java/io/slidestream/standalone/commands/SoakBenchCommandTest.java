package io.slidestream.standalone.commands;

import static org.assertj.core.api.Assertions.assertThat;

import io.slidestream.standalone.Slidestream;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SoakBenchCommandTest {
    @TempDir
    Path folder;

    @Test
    void whatCannotBeMeasured_isSaid() throws IOException {
        assertThat(soak("--slides", "0")).isEqualTo("2 slidestream: --slides must be in 1..1000000, was 0\n");
        assertThat(soak("--size", "big")).contains("--size must be width and height in pixels as 40000x30000, was big");
        assertThat(folder).isEmptyDirectory();

        Files.writeString(folder.resolve("mine.txt"), "mine");
        assertThat(soak()).contains(folder + " is not empty; give an empty or a new folder");
    }

    private String soak(String... options) {
        StringWriter err = new StringWriter();
        String[] all = new String[options.length + 3];
        all[0] = "bench";
        all[1] = "soak";
        all[2] = folder.toString();
        System.arraycopy(options, 0, all, 3, options.length);
        int exit = Slidestream.commandLine().setErr(new PrintWriter(err)).execute(all);
        return exit + " " + err;
    }
}

package io.slidestream.standalone.commands;

import static org.assertj.core.api.Assertions.assertThat;

import io.slidestream.standalone.Slidestream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ViewerBenchCommandTest {
    @TempDir
    Path folder;

    private final StringWriter err = new StringWriter();

    @Test
    void whatCannotBeMeasured_isSaid() {
        assertThat(bench(folder.toString())).isEqualTo(2);
        assertThat(bench(folder.resolve("gone").toString())).isEqualTo(2);
        assertThat(bench(folder.toString(), "--tiles", "3")).isEqualTo(2);
        assertThat(err.toString())
                .contains("holds no map whose slide can be shown")
                .contains("gone is no folder")
                .contains("--tiles must be at least 5, was 3")
                .doesNotContain("\tat ");
    }

    private int bench(String... arguments) {
        String[] all = new String[arguments.length + 2];
        all[0] = "bench";
        all[1] = "viewer";
        System.arraycopy(arguments, 0, all, 2, arguments.length);
        return Slidestream.commandLine().setErr(new PrintWriter(err, true)).execute(all);
    }
}

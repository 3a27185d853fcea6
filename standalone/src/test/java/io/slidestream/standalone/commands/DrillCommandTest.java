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

class DrillCommandTest {
    @TempDir
    Path folder;

    @Test
    void anUnknownExercise_isAnsweredWithTheKnownOnes() {
        assertThat(run("drill", "--only", "earthquake"))
                .startsWith("2 slidestream: no exercise is named 'earthquake', they are tiler-killed, ");
    }

    @Test
    void aFolderWithSomethingInIt_isLeftAlone() throws IOException {
        Files.writeString(folder.resolve("mine.txt"), "mine");

        assertThat(run("drill", "--out", folder)).startsWith("2 slidestream: --out " + folder + " is not empty");
        assertThat(folder).isDirectoryContaining("glob:**mine.txt");
    }

    @Test
    void anOutageOfAnHour_isRefused() {
        assertThat(run("drill", "--outage", 3600)).contains("from 0 to 120 s, was 3600 s");
    }

    @Test
    void kindsOfDrillThatExcludeEachOther_areNotMixed() {
        assertThat(run("drill", "--random", "--each")).contains("choose one");
        assertThat(run("drill", "--random", "--only", "repeats")).contains("leave --only out");
        assertThat(run("drill", "--each", "--compose", "compose.yml")).contains("leave --compose out");
        assertThat(run("drill", "--each", "--only", "repeats", "--out", folder))
                .contains("no fault is named 'repeats', they are tiler-killed, ");
        assertThat(run("drill", "--each", "--brokers", "2")).contains("--brokers must be 1 or 3, was 2");
    }

    @Test
    void aComposeFileThatIsNotThere_isToldOf() {
        assertThat(run("drill", "--compose", folder.resolve("docker-compose.yml")))
                .contains("docker-compose.yml is no file; name the docker-compose.yml that is up");
    }

    private static String run(Object... arguments) {
        StringWriter err = new StringWriter();
        String[] texts = new String[arguments.length];
        for (int i = 0; i < texts.length; i++) {
            texts[i] = String.valueOf(arguments[i]);
        }
        int exit = Slidestream.commandLine().setErr(new PrintWriter(err)).execute(texts);
        return exit + " " + err;
    }
}

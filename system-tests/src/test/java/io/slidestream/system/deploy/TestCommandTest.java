package io.slidestream.system.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import io.slidestream.servicekit.run.Reaper;
import io.slidestream.system.Checkout;
import io.slidestream.testkit.Await;
import io.slidestream.testkit.TimeLimit;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What {@code ./slidestream test} does around Maven: it says what was skipped, and leaves no process behind. */
@TimeLimit(seconds = 90)
class TestCommandTest {
    /** Two jobs, one with a child of its own, as Maven and Docker's engine are; their numbers come out. */
    private static final String LAUNCHER = """
            set -euo pipefail
            home=%s
            say() { echo "$*" >&2; }
            . "$home/.ci/prepare"
            start sh -c 'echo $$; sleep 1000 & echo $!; wait'
            wait_for=$!
            start sh -c 'echo $$; exec sleep 1000'
            wait $wait_for
            """;

    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"KILL", "TERM"})
    void launcherThatIsEnded_leavesNoProcess(String signal) throws Exception {
        Process launcher = Reaper.entrust(new ProcessBuilder("bash", "-c", LAUNCHER.formatted(Checkout.path(".")))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start());
        List<ProcessHandle> started = processes(launcher, 3);
        assertThat(started).allMatch(ProcessHandle::isAlive);

        new ProcessBuilder("kill", "-" + signal, Long.toString(launcher.pid()))
                .start()
                .waitFor();

        Await.until("their end", () -> started.stream().noneMatch(ProcessHandle::isAlive));
    }

    @Test
    void skippedTests_areToldByTheirReasons() throws Exception {
        report(
                "surefire",
                "a.OneTest",
                "<testcase name='x' classname='a.OneTest'><skipped message='no Docker engine answers'/></testcase>"
                        + "<testcase name='y' classname='a.OneTest'/>");
        report(
                "failsafe",
                "b.TwoIT",
                "<testcase name='x' classname='b.TwoIT'><skipped message='no Docker engine answers&#10;here'/></testcase>"
                        + "<testcase name='y' classname='b.TwoIT'><skipped"
                        + " message='org.opentest4j.TestAbortedException: Assumption failed: needs root'/></testcase>");

        assertThat(skipped().lines())
                .containsExactly(
                        "skipped tests:",
                        "   2 of OneTest, TwoIT: no Docker engine answers",
                        "   1 of TwoIT: needs root");
    }

    @Test
    void reportsOfEarlierRuns_tellNothing() throws Exception {
        Path old = report(
                "surefire", "a.Old", "<testcase name='x' classname='a.Old'><skipped message='once'/></testcase>");
        Files.setLastModifiedTime(old, FileTime.from(Instant.EPOCH));
        assertThat(skipped()).isEqualTo("no test has run\n");

        report("surefire", "a.New", "<testcase name='x' classname='a.New'/>");
        assertThat(skipped()).isEqualTo("no test was skipped\n");
    }

    private static List<ProcessHandle> processes(Process launcher, int count) throws IOException {
        List<ProcessHandle> processes = new ArrayList<>();
        BufferedReader said = launcher.inputReader();
        while (processes.size() < count) {
            processes.add(ProcessHandle.of(Long.parseLong(said.readLine())).orElseThrow());
        }
        return processes;
    }

    private Path report(String plugin, String test, String cases) throws IOException {
        Path reports = Files.createDirectories(folder.resolve("module/target/" + plugin + "-reports"));
        return Files.writeString(
                reports.resolve("TEST-" + test + ".xml"),
                "<?xml version='1.0' encoding='UTF-8'?><testsuite name='" + test + "'>" + cases + "</testsuite>");
    }

    private String skipped() throws Exception {
        Path stamp = folder.resolve("begun");
        if (!Files.exists(stamp)) {
            Files.createFile(stamp);
            Files.setLastModifiedTime(stamp, FileTime.from(Instant.EPOCH.plusSeconds(3600)));
        }
        Program.Outcome outcome = Program.run(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                Checkout.path(".ci/Skipped.java").toString(),
                folder.toString(),
                stamp.toString());
        assertThat(outcome.status()).as(outcome.output()).isZero();
        return outcome.output();
    }
}

package io.slidestream.servicekit.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.slidestream.testkit.Await;
import io.slidestream.testkit.TimeLimit;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@TimeLimit(seconds = 60)
class ReaperIT {
    @TempDir
    Path folder;

    @Test
    void killedJvm_leavesNoProcess_andItsCommandIsRun() throws Exception {
        Process maker = maker();
        ProcessHandle child = child(maker);
        assertThat(child.isAlive()).isTrue();

        maker.destroyForcibly().waitFor();

        Await.until("the child's end", () -> !child.isAlive());
        Await.until("the command", () -> Files.exists(folder.resolve("made")));
        assertThat(folder.resolve("not-made")).doesNotExist();
    }

    @Test
    void terminatedJvm_leavesNoProcess() throws Exception {
        Process maker = maker();
        ProcessHandle child = child(maker);

        maker.destroy();
        maker.waitFor();

        Await.until("the child's end", () -> !child.isAlive());
    }

    @Test
    void processThatEnds_takesItsReaperAlong() throws Exception {
        List<ProcessHandle> before = ProcessHandle.current().children().toList();

        Reaper.entrust(new ProcessBuilder("true").start()).waitFor();

        Await.until(
                "the shell's end",
                () -> before.containsAll(ProcessHandle.current().children().toList()));
    }

    private Process maker() throws IOException {
        return Reaper.entrust(new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx32m",
                        "-cp",
                        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                        MakerOfProcesses.class.getName(),
                        folder.resolve("made").toString(),
                        folder.resolve("not-made").toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start());
    }

    private static ProcessHandle child(Process maker) throws IOException {
        long pid = Long.parseLong(maker.inputReader().readLine());
        return ProcessHandle.of(pid).orElseThrow();
    }
}

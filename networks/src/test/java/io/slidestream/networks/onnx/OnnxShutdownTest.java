package io.slidestream.networks.onnx;

import static org.assertj.core.api.Assertions.assertThat;

import io.slidestream.networks.bundle.Architecture;
import io.slidestream.networks.dl4j.SeededTensors;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OnnxShutdownTest {
    @TempDir
    Path temp;

    /** As the library is shipped, this ends with SIGSEGV. */
    @Test
    void batches_areFinishedWhileTheProcessEnds() throws Exception {
        assertThat(run()).contains("finished");
    }

    /** As is this, before a word: somebody maps a folder of slides by "run *.svs". */
    @Test
    void aLongCommandLine_isNobodysBusiness() throws Exception {
        assertThat(run("/slides/ward 7/2026-11-23 colon.svs ".repeat(2000))).contains("finished");
    }

    private String run(String... more) throws Exception {
        Architecture network = Architecture.SQUEEZENET1_1;
        Path file = temp.resolve("model.onnx");
        OnnxFile.write(
                file,
                OnnxFile.graph(224, SeededTensors.weights(network, EndingProgram.CLASSES)),
                "00",
                io.slidestream.networks.engine.Precision.FP32);

        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                "-XX:ErrorFile=" + temp.resolve("crash.log"),
                EndingProgram.class.getName(),
                file.toString()));
        command.addAll(List.of(more));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

        assertThat(process.waitFor()).as(said).isZero();
        return said;
    }
}

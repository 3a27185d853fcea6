package io.slidestream.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.slidestream.synthetic.SyntheticSlide;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EngineBenchCommandsTest {
    private static final Path SHIPPED = Path.of("..", "models", "crc-nine-class");

    @TempDir
    Path folder;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @Test
    void everyEngineOfTheModel_isMeasuredBareAndFed() {
        Path json = folder.resolve("infer.json");

        assertThat(bench("infer", SHIPPED, "--batches", "2", "--rounds", "1", "--seconds", "0.01", "--json", json))
                .as("%s", err)
                .isZero();

        assertThat(out.toString())
                .contains("dl4j fp32, bare", "dl4j fp32, fed", "onnxruntime fp32, fed / bare", "batch 2")
                .contains("dl4j fp32 / onnxruntime fp32");
        assertThat(json).content().contains("\"benchmark\" : \"infer\"", "fedOverBare", "bareOverOnnxruntimeFp32");
    }

    @Test
    void wholeChain_isMeasuredBesideItsEngine() throws Exception {
        Path slide = folder.resolve("slide.svs");
        SyntheticSlide.builder().size(1400, 1000).mpp(0.5).write(slide);
        Path json = folder.resolve("pipeline.json");

        assertThat(bench("pipeline", slide, "--model", SHIPPED, "--rounds", "1", "--batch", "4", "--json", json))
                .as("%s", err)
                .isZero();

        assertThat(out.toString())
                .contains("end to end / bare engine", "share of the time the engine computes", "cpu fp32", "batch 4");
        JsonNode figures = new ObjectMapper().readTree(json.toFile());
        assertThat(figures.path("benchmark").asText()).isEqualTo("pipeline");
        assertThat(figures.path("readingProcessorMs").asDouble()).isPositive();
        assertThat(figures.path("endToEndWithoutReadingOverBare").asDouble())
                .isGreaterThan(figures.path("endToEndOverBare").asDouble());
    }

    @Test
    void whatCannotBeMeasured_isSaid() {
        assertThat(bench("infer", folder)).isEqualTo(2);
        assertThat(bench("infer", SHIPPED, "--batches", "0")).isEqualTo(2);
        assertThat(bench("pipeline", folder.resolve("gone.svs"))).isEqualTo(2);
        assertThat(bench("pipeline", SHIPPED.resolve("config.json"), "--engine", "magic"))
                .isEqualTo(2);
        assertThat(err.toString())
                .contains("is not a model bundle")
                .contains("--batches must be in 1..1024, was 0")
                .contains("gone.svs is no file")
                .contains("--engine must be one of [dl4j, onnxruntime], was magic")
                .doesNotContain("\tat ");
    }

    @Test
    void gpuThatIsNotThere_isAMessage() {
        assertThat(bench("pipeline", SHIPPED.resolve("config.json"), "--model", SHIPPED, "--device", "cuda"))
                .isEqualTo(1);
        assertThat(err.toString()).contains("mvn -Ponnxruntime-cuda package").doesNotContain("\tat ");
        assertThat(bench("infer", SHIPPED, "--device", "cuda")).isEqualTo(1);
        assertThat(bench("infer", SHIPPED, "--device", "tpu")).isEqualTo(2);
        assertThat(err.toString()).contains("unknown device \"tpu\", known are cpu, cuda");
    }

    private int bench(String what, Path subject, Object... options) {
        String[] all = new String[3 + options.length];
        all[0] = "bench";
        all[1] = what;
        all[2] = subject.toString();
        for (int i = 0; i < options.length; i++) {
            all[3 + i] = options[i].toString();
        }
        return Slidestream.commandLine()
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(all);
    }
}

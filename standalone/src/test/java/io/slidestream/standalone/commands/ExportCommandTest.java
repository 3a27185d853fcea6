package io.slidestream.standalone.commands;

import static org.assertj.core.api.Assertions.assertThat;

import io.slidestream.networks.bundle.Architecture;
import io.slidestream.networks.bundle.BundleDraft;
import io.slidestream.networks.bundle.ModelConfig;
import io.slidestream.networks.bundle.TransformStep.ToTensor;
import io.slidestream.networks.weights.Tensor;
import io.slidestream.standalone.Slidestream;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class ExportCommandTest {
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @TempDir
    Path temp;

    @Test
    void writesTheFile_andSaysHowWellTheEnginesAgree() throws IOException {
        Path model = bundle();
        Path tiles = temp.resolve("tiles");
        Path picture = Files.createDirectories(tiles.resolve("TUM")).resolve("dark.png");
        ImageIO.write(new BufferedImage(224, 224, BufferedImage.TYPE_INT_RGB), "png", picture.toFile());

        assertThat(execute("export", model.toString(), "--check", tiles.toString()))
                .isZero();

        assertThat(out.toString())
                .startsWith(
                        "wrote " + model.resolve("model.onnx") + " (2.9 MB): Deeplearning4j and ONNX Runtime differ by")
                .contains("over 65 patches, 1 of them tiles");
        assertThat(model.resolve("model.onnx")).isNotEmptyFile();
    }

    @Test
    void tilesThatCannotBeRead_areNamed_andNothingIsWritten() throws IOException {
        Path model = bundle();
        Path tiles = Files.createDirectory(temp.resolve("tiles"));

        assertThat(execute("export", model.toString(), "--check", tiles.toString()))
                .isEqualTo(2);
        assertThat(err.toString()).contains(tiles + " holds no pictures");

        Path broken = Files.writeString(tiles.resolve("broken.png"), "no pixels");
        assertThat(execute("export", model.toString(), "--check", tiles.toString()))
                .isEqualTo(2);
        assertThat(err.toString()).contains(broken + " is no picture");
        assertThat(model).isDirectoryNotContaining("glob:**onnx*");
    }

    @Test
    void int8_needsLabelledTilesOfTheModelsClasses_andEnough() throws IOException {
        Path model = bundle();
        Path tiles = Files.createDirectory(temp.resolve("tiles"));
        assertThat(execute("export", model.toString(), "--int8")).isEqualTo(2);
        assertThat(err.toString()).contains("--int8 and --calibrate TILES need each other");
        assertThat(calibrated(model, tiles)).isEqualTo(2);
        assertThat(err.toString()).contains(tiles + " holds no folders");
        Path folder = Files.createDirectory(tiles.resolve("STROMA"));
        assertThat(calibrated(model, tiles)).isEqualTo(2);
        assertThat(err.toString()).contains(folder + " is none of the model's classes [STR, TUM]");

        Path known = Files.move(folder, tiles.resolve("STR"));
        ImageIO.write(
                new BufferedImage(16, 16, BufferedImage.TYPE_INT_RGB),
                "png",
                known.resolve("dark.png").toFile());
        assertThat(calibrated(model, tiles)).isEqualTo(2);

        assertThat(err.toString()).contains("needs at least 100 labelled tiles").contains("there are 1");
        assertThat(model).isDirectoryNotContaining("glob:**int8*");
    }

    private int calibrated(Path model, Path tiles) {
        return execute("export", model.toString(), "--int8", "--calibrate", tiles.toString());
    }

    @Test
    void anUnknownPrecision_isRefusedByName() {
        assertThat(execute("run", "slide.svs", "--out", temp.toString(), "--precision", "int4"))
                .isEqualTo(2);
        assertThat(err.toString()).contains("--precision must be one of [fp32, fp16, int8], was int4");
    }

    @Test
    void anUnknownEngine_isRefusedByName() {
        assertThat(execute("run", "slide.svs", "--out", temp.toString(), "--engine", "tensorflow"))
                .isEqualTo(2);
        assertThat(err.toString()).contains("--engine must be one of [dl4j, onnxruntime], was tensorflow");
    }

    private int execute(String... arguments) {
        CommandLine line = Slidestream.commandLine();
        return line.setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(arguments);
    }

    private Path bundle() {
        Random random = new Random(1);
        Map<String, Tensor> weights = new TreeMap<>();
        Architecture.SQUEEZENET1_1.shapes(2).forEach((name, shape) -> {
            Tensor tensor = Tensor.zeros(shape);
            for (int i = 0; i < tensor.values().length; i++) {
                tensor.values()[i] = (float) random.nextGaussian() * 0.1f;
            }
            weights.put(name, tensor);
        });
        ModelConfig config = new ModelConfig(
                "squeezenet1_1", List.of("STR", "TUM"), 224, 0.5, List.of(new ToTensor()), null, null, 1);
        Path folder = temp.resolve("model");
        try (BundleDraft draft = new BundleDraft(folder, config, weights)) {
            draft.publish();
        }
        return folder;
    }
}

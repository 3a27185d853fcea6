package io.slidestream.standalone.commands;

import static org.assertj.core.api.Assertions.assertThat;

import io.slidestream.networks.bundle.Architecture;
import io.slidestream.networks.bundle.BundleDraft;
import io.slidestream.networks.bundle.ModelConfig;
import io.slidestream.networks.bundle.TransformStep.Resize;
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
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class EvaluateCommandTest {
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @TempDir
    Path temp;

    private Path model;
    private Path tiles;
    private Path report;

    @BeforeEach
    void writeModelAndTiles() throws IOException {
        model = bundle();
        tiles = temp.resolve("tiles");
        report = temp.resolve("report");
        picture("STR", "a.png", 1);
        picture("TUM", "b.png", 2);
        picture("TUM", "c.png", 3);
    }

    @Test
    void whatCannotBeRead_isNamed_andLeftOutWhereAskedFor() throws IOException {
        Path broken = Files.writeString(tiles.resolve("STR/broken.png"), "no pixels");

        assertThat(evaluate()).isEqualTo(2);
        assertThat(err.toString())
                .contains("slidestream: " + tiles + " cannot be used", broken + ": unreadable", "--skip-unreadable")
                .doesNotContain("\tat ");
        assertThat(report).doesNotExist();

        assertThat(evaluate("--skip-unreadable")).isZero();
        assertThat(report.resolve("report.html")).content().contains("1 that cannot be read", "broken.png");
        assertThat(report.resolve("report.json")).content().contains("\"colour_baselines_on_the_same_tiles\"");
        assertThat(report.resolve("confusion-matrix.png")).isNotEmptyFile();
    }

    @Test
    void aFolderThatIsNoModel_isRefused() {
        model = tiles;

        assertThat(evaluate()).isEqualTo(2);
        assertThat(err.toString())
                .contains("slidestream: " + tiles)
                .contains("config.json")
                .doesNotContain("\tat ");
    }

    @Test
    void classesThatTheModelDoesNotKnow_areNamed() throws IOException {
        picture("tumour", "d.png", 4);

        assertThat(evaluate()).isEqualTo(2);
        assertThat(err.toString()).contains("has classes [tumour] which the model does not know; it knows [STR, TUM]");
    }

    @Test
    void folderWithoutTiles_areSaid() throws IOException {
        tiles = Files.createDirectory(temp.resolve("empty"));
        assertThat(evaluate()).isEqualTo(2);
        assertThat(err.toString()).contains(tiles + " holds no folder");

        Files.createDirectory(tiles.resolve("TUM"));
        assertThat(evaluate()).isEqualTo(2);
        assertThat(err.toString()).contains(tiles.resolve("TUM") + " holds no tile (png, jpg, tif, bmp)");

        tiles = temp.resolve("nowhere");
        assertThat(evaluate()).isEqualTo(2);
        assertThat(err.toString()).contains("there is no folder " + tiles);
    }

    @Test
    void aReportWouldNotCoverOtherFiles() throws IOException {
        Files.createDirectory(report);
        Files.writeString(report.resolve("thesis.txt"), "years of work");

        assertThat(evaluate()).isEqualTo(2);
        assertThat(err.toString()).contains(report + " holds other files");
        assertThat(report.resolve("thesis.txt")).hasContent("years of work");
    }

    @Test
    void symmetries_areThoseOfARun() {
        assertThat(evaluate("--symmetries", "8")).isZero();
        assertThat(report.resolve("report.json")).content().contains("cpu fp32, 8 symmetries");
        assertThat(evaluate("--symmetries", "4")).isEqualTo(2);
        assertThat(err.toString()).contains("--symmetries must be one of [1, 8], was 4");
    }

    @Test
    void threadsAndOptions_areChecked() {
        assertThat(evaluate("--threads", "0")).isEqualTo(2);
        assertThat(err.toString()).contains("--threads must be in 1..1024, was 0");
        assertThat(evaluate("--seed", "x")).isEqualTo(2);
        assertThat(execute("evaluate", model.toString())).isEqualTo(2);
        assertThat(err.toString()).contains("Missing required");
    }

    private int evaluate(String... more) {
        List<String> all = new java.util.ArrayList<>(
                List.of("evaluate", model.toString(), tiles.toString(), "--out", report.toString()));
        all.addAll(List.of(more));
        return execute(all.toArray(String[]::new));
    }

    private int execute(String... arguments) {
        CommandLine line = Slidestream.commandLine();
        return line.setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(arguments);
    }

    private void picture(String className, String name, int seed) throws IOException {
        BufferedImage image = new BufferedImage(32, 32, BufferedImage.TYPE_INT_RGB);
        Random random = new Random(seed);
        for (int i = 0; i < 32 * 32; i++) {
            image.setRGB(i % 32, i / 32, random.nextInt(0x1000000));
        }
        Path file = Files.createDirectories(tiles.resolve(className)).resolve(name);
        ImageIO.write(image, "png", file.toFile());
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
                "squeezenet1_1",
                List.of("STR", "TUM"),
                224,
                0.5,
                List.of(new Resize(224), new ToTensor()),
                null,
                null,
                1);
        Path folder = temp.resolve("model");
        try (BundleDraft draft = new BundleDraft(folder, config, weights)) {
            draft.publish();
        }
        return folder;
    }
}

package io.slidestream.trainer;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.slidestream.networks.bundle.Architecture;
import io.slidestream.networks.bundle.ModelBundle;
import io.slidestream.networks.bundle.ModelBundleException;
import io.slidestream.networks.weights.Safetensors;
import io.slidestream.networks.weights.Tensor;
import io.slidestream.trainer.base.Screen;
import io.slidestream.trainer.base.TrainingException;
import io.slidestream.trainer.data.SplitRatios;
import io.slidestream.trainer.data.Unreadable;
import io.slidestream.trainer.measure.ConfusionMatrix;
import io.slidestream.trainer.measure.Proportion;
import io.slidestream.trainer.recipe.Augmentation;
import io.slidestream.trainer.recipe.EvaluationRequest;
import io.slidestream.trainer.recipe.NewModel;
import io.slidestream.trainer.recipe.Recipe;
import io.slidestream.trainer.recipe.StartingNetwork;
import io.slidestream.trainer.recipe.TrainingRequest;
import io.slidestream.trainer.recipe.TrainingTiles;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whole trainings on a SqueezeNet of random weights: even those tell red from blue. */
class TrainingIT {
    private final ByteArrayOutputStream printed = new ByteArrayOutputStream();

    @TempDir
    static Path shared;

    @TempDir
    Path temp;

    @BeforeEach
    void writeTilesAndWeights() throws IOException {
        Tiles.writeClass(temp.resolve("tiles"), "RED", 9, 0xc02020);
        Tiles.writeClass(temp.resolve("tiles"), "BLUE", 6, 0x2020c0);
        Tiles.writeClass(temp.resolve("tiles"), "GREEN", 5, 0x20c020);
        Safetensors.write(temp.resolve("random.safetensors"), randomWeights());
    }

    @Test
    void aTraining_writesABundleThatKnowsItsClasses() throws IOException {
        TrainingResult result = run("model", 1);

        assertThat(result.bundle().folder()).isEqualTo(temp.resolve("model"));
        assertThat(result.bundle().model().classNames()).containsExactly("BLUE", "GREEN", "RED");
        assertThat(result.bundle().model().patchSizePx()).isEqualTo(16);
        assertThat(result.test().orElseThrow().accuracy()).isEqualTo(new Proportion(8, 8));
        JsonNode metrics =
                new JsonMapper().readTree(temp.resolve("model/metrics.json").toFile());
        assertThat(metrics.at("/test/accuracy/correct").intValue()).isEqualTo(8);
        assertThat(metrics.at("/data/classes/RED/training").intValue()).isEqualTo(3);
        assertThat(metrics.at("/model/id").textValue())
                .isEqualTo(result.bundle().id());
        assertThat(metrics.at("/baselines_on_the_same_test_tiles/rgb_means/accuracy/tiles")
                        .intValue())
                .isEqualTo(8);
        assertThat(temp.resolve("model/MODEL_CARD.md"))
                .content()
                .contains("# colours", "8 of 8 test tiles right", "Not a medical device", "Words of ours.");
        assertThat(temp.resolve("model/confusion-matrix.png")).isNotEmptyFile();
        assertThat(temp.resolve("model/training.png")).isNotEmptyFile();
        assertThat(temp.resolve("model/training.html")).content().contains("Training is done");
        assertThat(temp.resolve("model/training.csv"))
                .content()
                .startsWith("step,phase,epoch,")
                .contains(",new layer,1,");
        assertThat(temp.resolve("model").toFile().list()).anyMatch(name -> name.startsWith("events.out.tfevents."));
        assertThat(printed.toString(StandardCharsets.UTF_8))
                .contains("20 tiles of 16 px in 3 classes: 8 to train on, 4 to validate, 8 to test")
                .contains("Accuracy on 8 test tiles: 1.000")
                .contains("Written to " + temp.resolve("model"));
        assertThat(trained().id())
                .as("the same request")
                .isEqualTo(result.bundle().id());
        assertThat(run("other", 2).bundle().id())
                .as("another seed")
                .isNotEqualTo(result.bundle().id());
    }

    @Test
    void anEvaluation_writesAPageAndItsFigures_andGoesByTheNamesOfTheClasses() throws IOException {
        ModelBundle bundle = trained();
        Tiles.writeClass(temp.resolve("two"), "GREEN", 2, 0x20c020);
        Tiles.writeClass(temp.resolve("two"), "RED", 3, 0xc02020);
        Tiles.write(temp.resolve("two/RED"), "a <wrong> label.png", 16, 0x2020c0, 77);
        Tiles.writeClass(temp.resolve("others"), "GREEN", 4, 0x18b818);
        Tiles.writeClass(temp.resolve("others"), "RED", 4, 0xb81818);

        ConfusionMatrix matrix = evaluate(bundle, "two", "others");

        assertThat(matrix.counts()).isDeepEqualTo(new int[][] {{0, 0, 0}, {0, 2, 0}, {1, 0, 3}});
        JsonNode report =
                new JsonMapper().readTree(temp.resolve("report/report.json").toFile());
        assertThat(report.at("/accuracy/correct").intValue()).isEqualTo(5);
        assertThat(report.at("/one_versus_rest/classes/BLUE/auc").isNull()).isTrue();
        assertThat(report.at("/one_versus_rest/classes/GREEN/auc").doubleValue())
                .isEqualTo(1);
        assertThat(report.at("/calibration/refitted_on_these_tiles/temperatures_of_the_halves"))
                .hasSize(2);
        assertThat(report.at("/robustness/distortions")).hasSize(11);
        assertThat(report.at("/mistakes_most_confident_first/0/predicted").textValue())
                .isEqualTo("BLUE");
        assertThat(report.at("/colour_baselines_on_the_same_tiles/rgb_means/accuracy/tiles")
                        .intValue())
                .isEqualTo(6);
        assertThat(temp.resolve("report/report.html"))
                .content()
                .contains("a &lt;wrong&gt; label.png", "<b>RED</b> taken for <b>BLUE</b>", "data:image/jpeg;base64,")
                .doesNotContain("http:", "https:", "<script", "></th>");

        String first = Files.readString(temp.resolve("report/report.html"));
        evaluate(bundle, "two", "others");
        assertThat(temp.resolve("report/report.html")).usingCharset(UTF_8).hasContent(first);
    }

    @Test
    void anEvaluationThatWouldTellNothing_isRefused() throws IOException {
        ModelBundle bundle = trained();
        Tiles.writeClass(temp.resolve("two"), "GREEN", 2, 0x20c020);
        Tiles.writeClass(temp.resolve("two"), "YELLOW", 2, 0xc0c020);

        assertThatThrownBy(() -> evaluate(bundle, "two", null))
                .isInstanceOf(TrainingException.class)
                .hasMessageContaining(
                        "has classes [YELLOW] which the model does not know; it knows [BLUE, GREEN, RED]");
        assertThatThrownBy(() -> evaluate(bundle, "tiles", "tiles"))
                .isInstanceOf(TrainingException.class)
                .hasMessageContaining("20 tiles of " + temp.resolve("tiles") + " are in");
        Files.createDirectory(temp.resolve("report"));
        Files.writeString(temp.resolve("report/thesis.txt"), "years of work");
        assertThatThrownBy(() -> evaluate(bundle, "tiles", null))
                .isInstanceOf(TrainingException.class)
                .hasMessageContaining("holds other files");
    }

    @Test
    void whatCannotBeDone_isSaidBeforeAnyWork() throws IOException {
        assertThatThrownBy(() -> Training.run(request("model", 1, null), Screen.plain(out())))
                .isInstanceOf(TrainingException.class)
                .hasMessageContaining("name a safetensors or .pth file with squeezenet1_1 weights");
        Files.writeString(temp.resolve("junk"), "junk");
        assertThatThrownBy(() -> Training.run(request("model", 1, temp.resolve("junk")), Screen.plain(out())))
                .isInstanceOf(TrainingException.class)
                .hasMessageContaining("cannot read the pretrained weights");
        Files.writeString(temp.resolve("junk.pth"), "junk");
        assertThatThrownBy(() -> Training.run(request("model", 1, temp.resolve("junk.pth")), Screen.plain(out())))
                .isInstanceOf(TrainingException.class)
                .hasMessageContaining("junk.pth is neither of the two forms in which PyTorch saves tensors");
        assertThatThrownBy(() -> run("tiles", 1))
                .isInstanceOf(ModelBundleException.class)
                .hasMessageContaining("holds other files");
        assertThat(temp.resolve("model")).doesNotExist();
    }

    @Test
    void tooFewTilesToTestOn_areSaid() throws IOException {
        for (String name : new String[] {"RED", "BLUE", "GREEN"}) {
            for (int i = 2; i < 9; i++) {
                Files.deleteIfExists(temp.resolve("tiles").resolve(name).resolve("t0" + i + ".png"));
            }
        }

        assertThatThrownBy(() -> run("model", 1))
                .isInstanceOf(TrainingException.class)
                .hasMessageContaining("has no class of three tiles");
    }

    /** One model for all tests that only read it. */
    private ModelBundle trained() {
        Path model = shared.resolve("model");
        return Files.exists(model)
                ? ModelBundle.load(model)
                : run(model.toString(), 1).bundle();
    }

    /** Nine cases, each with a tile of one class or more. */
    @Test
    void crossValidationByCase_measuresWholeTrainings() throws IOException {
        TrainingRequest usual = request("folds", 1, temp.resolve("random.safetensors"));
        TrainingTiles data =
                new TrainingTiles(temp.resolve("tiles"), null, null, Unreadable.REFUSED, 1, "t\\d(\\d)", 3);
        TrainingResult result = Training.run(
                new TrainingRequest(
                        data,
                        usual.model(),
                        usual.network(),
                        usual.pretrained(),
                        usual.normalize(),
                        usual.recipe(),
                        1,
                        false),
                Screen.plain(out()));

        JsonNode metrics = new ObjectMapper()
                .readTree(result.bundle().folder().resolve("metrics.json").toFile());
        assertThat(metrics.at("/cross_validation/balanced_accuracy_by_fold")).hasSize(3);
        assertThat(metrics.at("/cross_validation/balanced_accuracy").asDouble()).isEqualTo(1);
        assertThat(metrics.at("/cross_validation/all_folds/accuracy/tiles").asInt())
                .isEqualTo(20);
        assertThat(metrics.at("/data/split/by").asText()).contains("by case (the pattern t");
        assertThat(printed.toString(StandardCharsets.UTF_8))
                .contains("fold 3 of 3", "Cross-validated by case (the pattern")
                .contains("drawn by case, the pattern");
    }

    private TrainingResult run(String name, long seed) {
        return Training.run(request(name, seed, temp.resolve("random.safetensors")), Screen.plain(out()));
    }

    private ConfusionMatrix evaluate(ModelBundle bundle, String tiles, @Nullable String train) {
        return Evaluation.run(
                new EvaluationRequest(
                        bundle,
                        temp.resolve(tiles),
                        temp.resolve("report"),
                        train == null ? null : temp.resolve(train),
                        Unreadable.REFUSED,
                        1,
                        1,
                        1),
                Screen.plain(out()));
    }

    private PrintStream out() {
        return new PrintStream(printed, true, StandardCharsets.UTF_8);
    }

    private TrainingRequest request(String folder, long seed, @Nullable Path pretrained) {
        return new TrainingRequest(
                new TrainingTiles(temp.resolve("tiles"), null, SplitRatios.KATHER, Unreadable.REFUSED, seed),
                new NewModel(temp.resolve(folder), "colours", 0.5, null, "## Notes\n\nWords of ours."),
                StartingNetwork.of(Architecture.SQUEEZENET1_1),
                pretrained,
                TrainingRequest.TORCHVISION,
                Recipe.USUAL.withEpochs(0).withAugmentation(Augmentation.NONE),
                1,
                false);
    }

    /** After He et al. (2015), so that the features neither vanish nor explode. */
    private static Map<String, Tensor> randomWeights() {
        Random random = new Random(1);
        Map<String, Tensor> weights = new TreeMap<>();
        Architecture.SQUEEZENET1_1.shapes(1000).forEach((name, shape) -> {
            Tensor tensor = Tensor.zeros(shape);
            if (name.endsWith(".weight")) {
                double spread = Math.sqrt(2.0 * shape[0] / tensor.values().length);
                for (int i = 0; i < tensor.values().length; i++) {
                    tensor.values()[i] = (float) (random.nextGaussian() * spread);
                }
            }
            weights.put(name, tensor);
        });
        return weights;
    }
}

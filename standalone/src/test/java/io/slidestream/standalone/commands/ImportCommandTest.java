package io.slidestream.standalone.commands;

import static org.assertj.core.api.Assertions.assertThat;

import io.slidestream.networks.weights.Safetensors;
import io.slidestream.networks.weights.Tensor;
import io.slidestream.standalone.Slidestream;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ImportCommandTest {
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @TempDir
    Path temp;

    @Test
    void aStrangersNetwork_becomesABundleOfBothEngines_andSaysWhatWasAssumed() throws IOException {
        Path model = temp.resolve("model");

        assertThat(execute(
                        "import",
                        weights("net.safetensors", "").toString(),
                        "--out",
                        model.toString(),
                        "--classes",
                        "STR,TUM",
                        "--patch-size",
                        "64"))
                .isZero();

        assertThat(out.toString())
                .startsWith("resnet (ResNet, torchvision's names), 2 classes")
                .contains("classes STR, TUM: by option")
                .contains("patches of 64 px: by option")
                .contains("ASSUMED: 0.5 microns a pixel, as is usual for torchvision's names");
        assertThat(model.resolve("MODEL_CARD.md")).content().contains("0.5 microns a pixel");
        out.getBuffer().setLength(0);
        assertThat(execute("models", temp.toString())).isZero();
        assertThat(out.toString())
                .contains("model: resnet, 2 classes (STR TUM), 64 px at 0.5 um/px, dl4j fp32 + onnxruntime fp32")
                .contains(", cannot tell unfamiliar tiles, id ");
    }

    @Test
    void theOrderOfClasses_isNeverGuessed() throws IOException {
        Path weights = weights("net.safetensors", "");

        assertThat(execute(
                        "import", weights.toString(), "--out", temp.resolve("m").toString()))
                .isEqualTo(2);
        assertThat(err.toString())
                .contains("does not say what its 2 classes are")
                .contains("--classes A,B");

        assertThat(execute(
                        "import", weights.toString(), "--out", temp.resolve("m").toString(), "--classes", "A,B,C"))
                .isEqualTo(2);
        assertThat(err.toString()).contains("gives 2 classes (fc.weight), 3 are named: A, B, C (by option)");
        assertThat(temp.resolve("m")).doesNotExist();
    }

    @Test
    void timmsConfiguration_givesClassesSizeAndColours() throws IOException {
        Files.writeString(temp.resolve("config.json"), """
                {"architecture": "resnet18", "num_classes": 2, "label_names": ["B", "A"],
                 "pretrained_cfg": {"input_size": [3, 64, 64], "mean": [0.5, 0.5, 0.5], "std": [0.5, 0.5, 0.5]}}
                """);

        assertThat(execute(
                        "import",
                        weights("net.safetensors", "").toString(),
                        "--out",
                        temp.resolve("m").toString()))
                .isZero();

        assertThat(out.toString()).contains("classes B, A: timm's configuration config.json");
        assertThat(temp.resolve("m").resolve("config.json")).content().contains("\"patch_size_pixels\" : 64", "0.5");
    }

    @Test
    void tiaToolboxsPcam_isKnownByItsName_butNotItsClasses() throws IOException {
        Path weights = weights("resnet18-pcam.safetensors", "feat_extract.");

        assertThat(execute(
                        "import", weights.toString(), "--out", temp.resolve("m").toString()))
                .isEqualTo(2);
        assertThat(err.toString()).contains("their order is never guessed");

        assertThat(execute(
                        "import",
                        weights.toString(),
                        "--classes",
                        "A,B",
                        "--out",
                        temp.resolve("m").toString()))
                .isZero();
        assertThat(out.toString())
                .contains("patches of 96 px: TIAToolbox's, by the file's name")
                .contains("colours as they are")
                .doesNotContain("ASSUMED");
    }

    @Test
    void whatFitsNoFamily_getsOneLine_withTheFirstTensorThatDoesNotFit() throws IOException {
        Path weights = weights("net.safetensors", "");
        Map<String, Tensor> other = new TreeMap<>(Safetensors.read(weights));
        other.put("layer1.0.conv2.weight", Tensor.zeros(8, 8, 5, 5));
        Safetensors.write(weights, other);

        assertThat(imported(weights)).isEqualTo(2);

        assertThat(err.toString().lines()).hasSize(1);
        assertThat(err.toString())
                .contains("layer1.0.conv2.weight should be [8, 8, 3, 3], is [8, 8, 5, 5]")
                .contains("An ONNX export of it is served as it is");
    }

    /** As people put one behind a dropout. */
    @Test
    void lastLayerAloneInASequence_isFound_andSaid() throws IOException {
        Path weights = weights("net.safetensors", "");
        renamed(weights, "fc.", "fc.1.");

        assertThat(imported(weights)).isZero();

        assertThat(out.toString()).contains("its last layer is alone in a sequence, and called fc here");
        assertThat(Safetensors.read(temp.resolve("m/model.safetensors"))).containsKeys("fc.weight", "fc.bias");
    }

    @Test
    void severalLastLayers_areRefused_sinceWeightsDoNotSayWhatIsBetween() throws IOException {
        Path weights = weights("net.safetensors", "");
        renamed(weights, "fc.", "fc.2.");
        Map<String, Tensor> other = new TreeMap<>(Safetensors.read(weights));
        other.put("fc.0.weight", Tensor.zeros(8, 8));
        other.put("fc.0.bias", Tensor.zeros(8));
        Safetensors.write(weights, other);

        assertThat(imported(weights)).isEqualTo(2);

        assertThat(err.toString().lines()).hasSize(1);
        assertThat(err.toString())
                .contains("the names of a network of the family ResNet")
                .contains("fc.0.weight is one of several last layers")
                .contains("An ONNX export of it is served as it is");
    }

    private static void renamed(Path file, String from, String to) throws IOException {
        Map<String, Tensor> other = new TreeMap<>();
        Safetensors.read(file)
                .forEach((name, tensor) ->
                        other.put(name.startsWith(from) ? to + name.substring(from.length()) : name, tensor));
        Safetensors.write(file, other);
    }

    /** And never the hidden folder in which a bundle is made. */
    @ParameterizedTest
    @CsvSource({
        "layer1.0.conv2.weight, NaN, net.safetensors cannot be imported: layer1.0.conv2.weight holds NaN",
        "layer1.0.bn1.running_var, -2, m cannot be used: layer1.0.bn1.running_var holds -2.0",
        "layer1.0.conv2.weight, 3e38, model.onnx of {}m is not written",
    })
    void weightsThatCannotBeUsed_areSaidOfWhatTheUserNamed(String name, float value, String said) throws IOException {
        Path weights = weights("net.safetensors", "");
        Map<String, Tensor> other = new TreeMap<>(Safetensors.read(weights));
        other.computeIfPresent(name, (same, tensor) -> {
            Arrays.fill(tensor.values(), value);
            return tensor;
        });
        Safetensors.write(weights, other);

        assertThat(imported(weights)).isEqualTo(2);

        assertThat(err.toString().lines()).hasSize(1);
        assertThat(err.toString()).contains(said.replace("{}", temp + "/")).doesNotContain("/.m.");
        assertThat(temp.resolve("m")).doesNotExist();
    }

    private int imported(Path weights) {
        return execute("import", weights.toString(), "--out", temp.resolve("m").toString(), "--classes", "A,B");
    }

    private int execute(String... arguments) {
        return Slidestream.commandLine()
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(arguments);
    }

    /** A residual network of eight channels, two classes and four blocks. */
    private Path weights(String file, String trunk) throws IOException {
        Map<String, Tensor> weights = new TreeMap<>();
        Random random = new Random(1);
        boolean numbered = !trunk.isEmpty();
        layer(weights, random, trunk + (numbered ? "0" : "conv1"), 8, 3, 7, 7);
        norm(weights, random, trunk + (numbered ? "1" : "bn1"));
        for (int stage = 1; stage <= 4; stage++) {
            String block = trunk + (numbered ? String.valueOf(stage + 3) : "layer" + stage) + ".0.";
            layer(weights, random, block + "conv1", 8, 8, 3, 3);
            norm(weights, random, block + "bn1");
            layer(weights, random, block + "conv2", 8, 8, 3, 3);
            norm(weights, random, block + "bn2");
            if (stage > 1) {
                layer(weights, random, block + "downsample.0", 8, 8, 1, 1);
                norm(weights, random, block + "downsample.1");
            }
        }
        String last = numbered ? "classifier" : "fc";
        layer(weights, random, last, 2, 8);
        weights.put(last + ".bias", Tensor.zeros(2));
        Path path = temp.resolve(file);
        Safetensors.write(path, weights);
        return path;
    }

    private static void layer(Map<String, Tensor> weights, Random random, String name, int... shape) {
        Tensor tensor = Tensor.zeros(shape);
        for (int i = 0; i < tensor.values().length; i++) {
            tensor.values()[i] = (float) random.nextGaussian() * 0.1f;
        }
        weights.put(name + ".weight", tensor);
    }

    private static void norm(Map<String, Tensor> weights, Random random, String name) {
        for (String part : new String[] {"weight", "running_var"}) {
            Tensor tensor = Tensor.zeros(8);
            for (int i = 0; i < 8; i++) {
                tensor.values()[i] = 0.5f + random.nextFloat();
            }
            weights.put(name + "." + part, tensor);
        }
        weights.put(name + ".bias", Tensor.zeros(8));
        weights.put(name + ".running_mean", Tensor.zeros(8));
    }
}

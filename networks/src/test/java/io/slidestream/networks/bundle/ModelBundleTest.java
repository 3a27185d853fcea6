package io.slidestream.networks.bundle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.slidestream.contracts.Model;
import io.slidestream.networks.bundle.TransformStep.ToTensor;
import io.slidestream.networks.weights.Safetensors;
import io.slidestream.networks.weights.Tensor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

public class ModelBundleTest {
    private static final ModelConfig CONFIG =
            new ModelConfig("squeezenet1_1", List.of("ADI", "TUM"), 224, 0.5, List.of(new ToTensor()), "two", null, 1);

    @TempDir
    Path temp;

    @Test
    void whatIsWritten_loads() {
        ModelBundle bundle = written(CONFIG, 1);

        String wsinfer = "{'spec_version':'1.0','architecture':'squeezenet1_1','num_classes':2,"
                + "'class_names':['ADI','TUM'],'patch_size_pixels':224,'spacing_um_px':0.5,"
                + "'transform':[{'name':'ToTensor'}]}";
        assertThat(bundle.model())
                .isEqualTo(
                        new Model(bundle.id(), "two", List.of("ADI", "TUM"), 224, 0.5, 1, wsinfer.replace('\'', '"')));
        assertThat(bundle.network().label()).isEqualTo("squeezenet1_1");
        Map<String, Tensor> read = bundle.weights();
        weights(1)
                .forEach((name, tensor) -> assertThat(
                                Objects.requireNonNull(read.get(name)).values())
                        .isEqualTo(tensor.values()));
        assertThat(temp).isDirectoryNotContaining(path -> path.toString().contains(".model."));
    }

    @Test
    void theId_isTheHashOfTheTwoFiles() throws Exception {
        ModelBundle bundle = written(CONFIG, 1);
        Path both = temp.resolve("both");
        Files.write(both, Files.readAllBytes(bundle.folder().resolve("config.json")));
        Files.write(both, Files.readAllBytes(bundle.folder().resolve("model.safetensors")), StandardOpenOption.APPEND);

        assertThat(bundle.id()).isEqualTo(BundleId.of(both)).hasSize(64);
    }

    @Test
    void theId_dependsOnWeightsAndConfigurationAlone() throws Exception {
        String id = written(CONFIG, 1).id();
        Files.writeString(temp.resolve("model/MODEL_CARD.md"), "words");

        assertThat(ModelBundle.load(temp.resolve("model")).id()).isEqualTo(id);
        assertThat(written(CONFIG, 1).id()).isEqualTo(id);
        assertThat(written(CONFIG, 2).id()).isNotEqualTo(id);
        ModelConfig renamed =
                new ModelConfig("squeezenet1_1", List.of("A", "B"), 224, 0.5, List.of(new ToTensor()), null, null, 1);
        assertThat(written(renamed, 1).id()).isNotEqualTo(id);
    }

    @Test
    void withoutAName_theFolderGivesIt() {
        ModelConfig nameless =
                new ModelConfig("squeezenet1_1", List.of("A", "B"), 224, 0.5, List.of(new ToTensor()), null, null, 1);

        assertThat(written(nameless, 1).name()).isEqualTo("model");
    }

    @Test
    void aFolderOfOtherThings_isNamedWithWhatIsExpected() throws IOException {
        assertThatThrownBy(() -> ModelBundle.load(temp))
                .isInstanceOf(ModelBundleException.class)
                .hasMessage(temp + " is not a model bundle: it has no config.json. A bundle is a folder with "
                        + "config.json and model.safetensors, as `slidestream train` writes it, or with config.json and"
                        + " an ONNX file.");
        assertThatThrownBy(() -> ModelBundle.load(temp.resolve("nowhere")))
                .hasMessageContaining("there is no such folder");
        Files.writeString(temp.resolve("config.json"), "{}");
        assertThatThrownBy(() -> ModelBundle.load(temp)).hasMessageContaining("it has no model.safetensors");
    }

    @Test
    void weightsOfAnotherClassCount_areRefused() {
        ModelConfig three = new ModelConfig(
                "squeezenet1_1", List.of("A", "B", "C"), 224, 0.5, List.of(new ToTensor()), null, null, 1);

        assertThatThrownBy(() -> written(three, 1))
                .isInstanceOf(ModelBundleException.class)
                .hasMessageContaining("cannot be used")
                .hasMessageContaining("classifier.1.weight should be [3, 512, 1, 1], is [2, 512, 1, 1]");
    }

    @Test
    void weightsSayWhichNetworkItIs_whateverTheConfigurationCallsIt() {
        ModelConfig other =
                new ModelConfig("resnet34", List.of("A", "B"), 224, 0.5, List.of(new ToTensor()), null, null, 1);

        assertThat(written(other, 1).network().label()).isEqualTo("squeezenet1_1");
    }

    @Test
    void weightsOfNoKnownNetwork_areRefused_namingTheFirst_andPassedOverBesideAnOnnxFile() throws IOException {
        ModelConfig other =
                new ModelConfig("resnet34", List.of("A", "B"), 224, 0.5, List.of(new ToTensor()), null, null, 1);
        Path folder = written(other, 1).folder();
        Safetensors.write(folder.resolve("model.safetensors"), Map.of("stem.weight", Tensor.zeros(2, 3)));

        assertThatThrownBy(() -> ModelBundle.load(folder))
                .hasMessageContaining("stem.weight is not among the names of any");

        Files.write(folder.resolve("model.onnx"), new byte[] {8, 7}); // somebody's, of version 7
        assertThat(ModelBundle.load(folder).hasWeights()).isFalse();
    }

    @Test
    void brokenWeights_areRefused() throws IOException {
        Path folder = written(CONFIG, 1).folder();
        Files.writeString(folder.resolve("model.safetensors"), "no weights at all");

        assertThatThrownBy(() -> ModelBundle.load(folder))
                .isInstanceOf(ModelBundleException.class)
                .hasMessageContaining("cannot read the model bundle");
    }

    @Test
    void aDraftThatIsNotPublished_leavesNothing() throws IOException {
        try (BundleDraft draft = new BundleDraft(temp.resolve("model"), CONFIG, weights(1))) {
            draft.add("metrics.json", new byte[] {1});
            assertThat(draft.bundle().name()).isEqualTo("two");
        }
        try (Stream<Path> left = Files.list(temp)) {
            assertThat(left).isEmpty();
        }
    }

    @Test
    void aFolderOfOtherThings_isNotReplaced() throws IOException {
        Path target = Files.createDirectory(temp.resolve("thesis"));
        Files.writeString(target.resolve("chapter1.txt"), "years of work");

        try (BundleDraft draft = new BundleDraft(target, CONFIG, weights(1))) {
            assertThatThrownBy(draft::publish)
                    .isInstanceOf(ModelBundleException.class)
                    .hasMessageContaining("holds other files");
        }
        assertThat(target.resolve("chapter1.txt")).hasContent("years of work");
    }

    @Test
    void aPlaceBelowAFile_isRefused_beforeAnythingIsComputed() throws IOException {
        Path file = Files.createFile(temp.resolve("file"));

        assertThatThrownBy(() -> BundleDraft.checkFree(file.resolve("deep/model")))
                .isInstanceOf(ModelBundleException.class)
                .hasMessageEndingWith(file + " is no folder; name another place for it");
        assertThatCode(() -> BundleDraft.checkFree(temp.resolve("deep/model"))).doesNotThrowAnyException();
    }

    private ModelBundle written(ModelConfig config, long seed) {
        try (BundleDraft draft = new BundleDraft(temp.resolve("model"), config, weights(seed))) {
            draft.bundle();
            return draft.publish();
        }
    }

    public static Map<String, Tensor> weights(long seed) {
        Random random = new Random(seed);
        Map<String, Tensor> weights = new TreeMap<>();
        Architecture.SQUEEZENET1_1.shapes(2).forEach((name, shape) -> {
            Tensor tensor = Tensor.zeros(shape);
            for (int i = 0; i < tensor.values().length; i++) {
                tensor.values()[i] = (float) random.nextGaussian()
                        * (name.startsWith("classifier") && name.endsWith("bias") ? 5 : 0.1f);
            }
            weights.put(name, tensor);
        });
        return weights;
    }
}
